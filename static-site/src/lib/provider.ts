import { Problem } from './problem';

// The part of the payment provider's browser API that the shop uses. Card numbers live in the provider's own field
// and never touch this site: what comes out is a token.

export interface CardElement {
  mount(where: HTMLElement): void;
  unmount?(): void;
  on?(event: string, told: (event: { error?: { message: string }; complete?: boolean }) => void): void;
}
export interface Provider {
  elements(): { create(kind: 'card', looks?: object): CardElement };
  createPaymentMethod(ask: { type: 'card'; card: CardElement }): Promise<{
    paymentMethod?: { id: string };
    error?: { message?: string; code?: string };
  }>;
}

declare global {
  interface Window {
    Stripe?: (publishableKey: string) => Provider;
  }
}

const scripts = new Map<string, Promise<void>>();

function script(url: string): Promise<void> {
  let loading = scripts.get(url);
  if (!loading) {
    loading = new Promise<void>((loaded, failed) => {
      const tag = document.createElement('script');
      tag.src = url;
      tag.async = true;
      tag.onload = () => loaded();
      tag.onerror = () => {
        // Forgotten, so that the next attempt asks again.
        scripts.delete(url);
        tag.remove();
        failed(
          new Problem(0, 'payment.script', 'The card field could not be loaded. Check your connection and try again.')
        );
      };
      document.head.append(tag);
    });
    scripts.set(url, loading);
  }
  return loading;
}

export async function provider(scriptUrl: string, publishableKey: string): Promise<Provider> {
  await script(scriptUrl);
  if (!window.Stripe) throw new Problem(0, 'payment.script', 'The card field did not start. Please reload the page.');
  return window.Stripe(publishableKey);
}

/** The provider's token for the card that stands in its field. */
export async function tokenise(by: Provider, card: CardElement): Promise<string> {
  const { paymentMethod, error } = await by.createPaymentMethod({ type: 'card', card }).catch(() => {
    throw new Problem(0, 'payment.unreachable', 'The payment provider did not answer. Please try again.');
  });
  if (paymentMethod) return paymentMethod.id;
  throw new Problem(400, error?.code ?? 'card.invalid', error?.message ?? 'Please check your card details.', [
    { name: 'card', message: error?.message ?? 'Please check your card details.' }
  ]);
}

// What a page asks of the browser where passkeys are concerned (W3C Web Authentication, Level 2).
import { Problem } from './problem';

/** What the shop has the browser sign or make; bytes are in base64url. */
export interface Ceremony {
  id: string;
  until: string;
  options: Record<string, unknown>;
}

export type Credential = Record<string, string>;

/** Why there can be no passkeys here, in words for people; undefined where there can. */
export function noPasskeysBecause(): string | undefined {
  if (/^[\d.]+$|:/.test(location.hostname)) {
    const here = ['127.0.0.1', '[::1]'].includes(location.hostname);
    const name = here ? ` Open ${location.origin.replace(location.hostname, 'localhost')}${location.pathname}.` : '';
    return `Passkeys belong to a name, and the address of this page is a number.${name}`;
  }
  if (!window.isSecureContext) return 'Passkeys need a page that came over https.';
  return window.PublicKeyCredential ? undefined : 'This browser knows no passkeys. A newer one does.';
}

/** Has the browser make a passkey; undefined where somebody thought better of it. */
export async function make(ceremony: Ceremony): Promise<Credential | undefined> {
  const options = ceremony.options as {
    challenge: string;
    user: { id: string; name: string; displayName: string };
    excludeCredentials: { type: 'public-key'; id: string }[];
  };
  const made = await told(() =>
    navigator.credentials.create({
      publicKey: {
        ...(ceremony.options as unknown as PublicKeyCredentialCreationOptions),
        challenge: bytes(options.challenge),
        user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: options.excludeCredentials.map((one) => ({ ...one, id: bytes(one.id) }))
      }
    })
  );
  if (!made) return undefined;
  const answer = made.response as AuthenticatorAttestationResponse;
  return {
    id: text(made.rawId),
    clientDataJSON: text(answer.clientDataJSON),
    attestationObject: text(answer.attestationObject)
  };
}

/** Has a passkey sign; undefined where somebody thought better of it. */
export async function sign(ceremony: Ceremony): Promise<Credential | undefined> {
  const options = ceremony.options as { challenge: string };
  const signed = await told(() =>
    navigator.credentials.get({
      publicKey: {
        ...(ceremony.options as unknown as PublicKeyCredentialRequestOptions),
        challenge: bytes(options.challenge)
      }
    })
  );
  if (!signed) return undefined;
  const answer = signed.response as AuthenticatorAssertionResponse;
  return {
    id: text(signed.rawId),
    clientDataJSON: text(answer.clientDataJSON),
    authenticatorData: text(answer.authenticatorData),
    signature: text(answer.signature),
    userHandle: answer.userHandle ? text(answer.userHandle) : ''
  };
}

// Browsers do not tell whether somebody has closed the window, or has no such passkey.
async function told(ask: () => Promise<unknown>): Promise<PublicKeyCredential | undefined> {
  try {
    return ((await ask()) as PublicKeyCredential | null) ?? undefined;
  } catch (thrown) {
    const name = thrown instanceof DOMException ? thrown.name : '';
    if (name === 'NotAllowedError' || name === 'AbortError') return undefined;
    if (name === 'InvalidStateError')
      throw new Problem(0, 'passkey.here', 'There is a passkey of yours on this device already.');
    if (name === 'SecurityError')
      throw new Problem(0, 'passkey.page', 'Passkeys are for another address than this page has. Open the shop there.');
    throw thrown;
  }
}

const bytes = (base64url: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64url.replace(/-/g, '+').replace(/_/g, '/')), (sign) => sign.charCodeAt(0));

const text = (buffer: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');

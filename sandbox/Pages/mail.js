// Shows the mailbox, and looks for new mail every other second. What stands in a mail is put in as text, or shown in
// a frame in which nothing runs.
(() => {
  'use strict';

  const [to, list, count, reader] = ['to', 'list', 'count', 'letter'].map((id) => document.getElementById(id));
  let chosen = location.hash.slice(1);
  let shown = '';

  function make(name, text, more = {}) {
    const element = Object.assign(document.createElement(name), more);
    if (text !== undefined) element.textContent = text;
    return element;
  }

  const time = (text) => new Date(text).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });

  function entry(letter) {
    const button = make('button', undefined, { type: 'button', onclick: () => choose(letter.id) });
    button.setAttribute('aria-current', String(letter.id === chosen));
    const copies = letter.copies > 1 ? ` · ${letter.copies} copies` : '';
    button.append(
      make('strong', letter.subject || '(no subject)'),
      make('span', letter.to.join(', '), { className: 'small' }),
      make('span', time(letter.receivedAt) + copies, { className: 'soft small' })
    );
    const item = make('li');
    item.append(button);
    return item;
  }

  async function look() {
    const wanted = to.value.trim();
    const answer = await fetch(`/mail/messages${wanted ? `?to=${encodeURIComponent(wanted)}` : ''}`);
    const text = await answer.text();
    if (text + chosen === shown) return;
    shown = text + chosen;
    const letters = JSON.parse(text);
    count.textContent = letters.length === 1 ? '1 mail' : `${letters.length} mails`;
    list.replaceChildren(...letters.map(entry));
  }

  async function choose(id) {
    chosen = id;
    history.replaceState(null, '', `#${id}`);
    await look();
    const answer = await fetch(`/mail/messages/${id}`);
    if (!answer.ok) return;
    const letter = await answer.json();
    const parts = [
      make('h2', letter.subject || '(no subject)'),
      make('p', `From ${letter.from} to ${letter.to.join(', ')}, ${time(letter.receivedAt)}`, { className: 'soft small' }),
    ];
    if (letter.html) parts.push(make('iframe', undefined, { title: 'The mail', src: `/mail/messages/${id}/html` }));
    else parts.push(make('pre', letter.text ?? ''));
    if (letter.html && letter.text) {
      const plain = make('details');
      plain.append(make('summary', 'As plain text'), make('pre', letter.text));
      parts.push(plain);
    }
    letter.enclosures.forEach((file, at) => {
      const link = make('a', file.name, { href: `/mail/messages/${id}/enclosures/${at}`, download: file.name });
      parts.push(make('p', 'With it: '));
      parts.at(-1).append(link);
    });
    reader.replaceChildren(...parts);
    // On a phone it stands below the list.
    if (matchMedia('(max-width: 44rem)').matches) reader.scrollIntoView({ block: 'start' });
  }

  const again = () => look().catch(() => (count.textContent = 'The sandbox does not answer.'));

  to.addEventListener('input', again);
  setInterval(again, 2000);
  again();
  if (chosen) choose(chosen);
})();

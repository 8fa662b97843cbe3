// Brings the front page to life: the robot's switch, the clock, and the cards.
(() => {
  'use strict';

  const [now, robot, done, cards] = ['now', 'robot', 'done', 'cards'].map((id) => document.getElementById(id));
  const get = async (path) => (await fetch(path)).json();

  async function look() {
    const [clock, work] = await Promise.all([get('/sandbox/clock'), get('/sandbox/robot')]);
    now.textContent = new Date(clock.now).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
    if (clock.aheadSeconds > 0) now.textContent += `, moved ahead by ${Math.round(clock.aheadSeconds / 360) / 10} hours`;
    robot.textContent = work.on ? 'At work. Send it home' : 'At home. Put it to work';
    robot.setAttribute('aria-pressed', String(work.on));
    const parts = Object.entries(work.done).map(([what, count]) => `${what} ${count}`);
    done.textContent = parts.length ? `So far: ${parts.join(', ')}.` : 'Nothing done since the start.';
  }

  robot.addEventListener('click', async () => {
    const on = robot.getAttribute('aria-pressed') !== 'true';
    const headers = { 'Content-Type': 'application/json' };
    await fetch('/sandbox/robot', { method: 'PUT', headers, body: JSON.stringify({ on }) });
    await look();
  });

  get('/sandbox/cards').then((all) =>
    cards.replaceChildren(
      ...all.map((card) => {
        const row = document.createElement('tr');
        row.append(
          ...[card.number.replace(/(\d{4})(?=\d)/g, '$1 '), card.brand, card.effect].map((text) =>
            Object.assign(document.createElement('td'), { textContent: text })
          )
        );
        return row;
      })
    )
  );
  const again = () => look().catch(() => (done.textContent = 'The sandbox does not answer.'));
  again();
  setInterval(again, 2000);
})();

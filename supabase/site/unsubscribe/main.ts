import { part, readConfig } from '../cloud.ts';

const main = part('main', HTMLElement);
const button = part('button', HTMLButtonElement);
const token = new URLSearchParams(window.location.search).get('token') ?? '';

/** A press, not the opening of the page: scanners open every link of a mail. */
button.addEventListener('click', () => {
  button.disabled = true;
  void stop().then(
    () => tell('Done', 'No more news. You can change your mind in the studio, under Settings › Privacy.'),
    () => {
      button.disabled = false;
      tell('That did not work', 'Check your connection and press the button again.', button);
    },
  );
});

async function stop(): Promise<void> {
  const { functionsUrl } = await readConfig();
  const response = await fetch(`${functionsUrl}/mail/unsubscribe?token=${encodeURIComponent(token)}`, {
    method: 'POST',
  });
  if (!response.ok) throw new Error(`It answered ${response.status}`);
}

function tell(title: string, text: string, ...more: readonly Element[]): void {
  const [heading, paragraph] = [document.createElement('h1'), document.createElement('p')];
  heading.textContent = title;
  paragraph.textContent = text;
  main.replaceChildren(heading, paragraph, ...more);
}

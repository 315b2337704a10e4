import { chromium } from '../host.ts';
import type { Chromium, EventOf } from './chromium.ts';

type Send = Chromium['send'];

/** The page Chromium opened by itself, which is the only kind without an address bar: for the first window. */
let startPage: string | undefined;

/**
 * Holds back every new page. Those that a page opened (a link to a new window) are closed before they ask for
 * anything: their opener hears of them by Page.windowOpen, and the app decides.
 */
export async function watchPages(browser: Chromium, hasStartPage: boolean): Promise<void> {
  browser.on('Target.attachedToTarget', undefined, ({ sessionId, targetInfo }) => {
    const { targetId, openerId } = targetInfo;
    const settled =
      openerId === undefined
        ? browser.send('Runtime.runIfWaitingForDebugger', {}, sessionId)
        : browser.send('Target.closeTarget', { targetId });
    settled.catch(() => {}); // it has gone already
  });
  await browser.send('Target.setDiscoverTargets', { discover: true });
  await browser.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: true,
    flatten: true,
    filter: [{ type: 'page' }, { exclude: true }],
  });
  if (!hasStartPage) return;
  const { targetInfos } = await browser.send('Target.getTargets');
  startPage = targetInfos.find(({ type }) => type === 'page')?.targetId;
}

async function openTarget(width: number, height: number): Promise<string> {
  const ready = startPage;
  startPage = undefined;
  if (ready !== undefined) return ready;
  const made = await chromium().send('Target.createTarget', {
    url: 'about:blank',
    newWindow: true,
    width,
    height,
  });
  return made.targetId;
}

/** One page of Chromium and the DevTools session to it. */
export class PageTarget {
  readonly targetId: string;
  readonly frameId: string;
  readonly sessionId: string;
  private readonly stops: (() => void)[] = [];

  static async open(width: number, height: number): Promise<PageTarget> {
    const browser = chromium();
    const targetId = await openTarget(width, height);
    const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
    const { frameTree } = await browser.send('Page.getFrameTree', {}, sessionId);
    const { windowId } = await browser.send('Browser.getWindowForTarget', { targetId });
    await browser.send('Browser.setContentsSize', { windowId, width, height });
    return new PageTarget(targetId, sessionId, frameTree.frame.id);
  }

  private constructor(targetId: string, sessionId: string, frameId: string) {
    this.targetId = targetId;
    this.sessionId = sessionId;
    this.frameId = frameId;
  }

  readonly send: Send = (method, params, sessionId = this.sessionId) =>
    chromium().send(method, params, sessionId);

  on<E extends Parameters<Chromium['on']>[0]>(
    event: E,
    listener: (e: EventOf<E>) => void,
    sessionId = this.sessionId,
  ) {
    this.stops.push(chromium().on(event, sessionId, listener));
  }

  /** Hears when the page has gone, whoever closed it. */
  onGone(listener: () => void): void {
    const stop = chromium().on('Target.targetDestroyed', undefined, ({ targetId }) => {
      if (targetId === this.targetId) listener();
    });
    this.stops.push(stop);
  }

  /** Value of an expression in the page's own world; throws what it throws. */
  async evaluate(expression: string): Promise<unknown> {
    const answer = await this.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    const { exceptionDetails: thrown } = answer;
    if (thrown) throw new Error(thrown.exception?.description ?? thrown.text);
    return answer.result.value as unknown;
  }

  /** Stops listening and closes the page. */
  async close(): Promise<void> {
    for (const stop of this.stops) stop();
    await chromium()
      .send('Target.closeTarget', { targetId: this.targetId })
      .catch(() => {}); // it or Chromium has gone already
  }
}

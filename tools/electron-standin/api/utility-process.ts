import { fork, type ChildProcess, type Serializable } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { strict } from '../not-offered.ts';

interface ForkOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly execArgv?: string[];
  readonly stdio?: 'pipe' | 'inherit' | 'ignore';
  readonly serviceName?: string;
}

/** A Node process of its own; ports cannot be transferred to it. */
class UtilityProcess extends EventEmitter {
  readonly stdout: ChildProcess['stdout'];
  readonly stderr: ChildProcess['stderr'];
  private readonly child: ChildProcess;

  constructor(child: ChildProcess) {
    super();
    this.child = child;
    this.stdout = child.stdout;
    this.stderr = child.stderr;
    child.once('spawn', () => this.emit('spawn'));
    child.on('message', (message) => this.emit('message', message));
    child.once('exit', (code) => this.emit('exit', code ?? 0));
  }
  get pid(): number | undefined {
    return this.child.exitCode === null ? this.child.pid : undefined;
  }
  postMessage(message: Serializable, transfer: readonly unknown[] = []): void {
    if (transfer.length > 0) throw new Error('electron stand-in: transferring ports is not offered');
    this.child.send(message);
  }
  kill(): boolean {
    return this.child.kill();
  }
}

const ENTRY = join(import.meta.dirname, 'utility-entry.ts');

export const utilityProcess = strict('utilityProcess', {
  fork(modulePath: string, args: readonly string[] = [], options: ForkOptions = {}): UtilityProcess {
    const { env = process.env, cwd, execArgv = [], stdio = 'inherit' } = options;
    const child = fork(ENTRY, [modulePath, ...args], {
      env,
      execArgv,
      serialization: 'advanced',
      stdio: ['ignore', stdio, stdio, 'ipc'],
      ...(cwd === undefined ? {} : { cwd }),
    });
    process.once('exit', () => child.kill());
    return strict('utilityProcess', new UtilityProcess(child));
  },
});

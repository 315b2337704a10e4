import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a second instance hands to the first. */
export interface SecondInstance {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly additionalData: unknown;
}

/**
 * One instance per user-data folder. The second leaves its message as a file, because it may call process.exit()
 * straight after being refused: nothing asynchronous would arrive.
 */
export class InstanceLock {
  private readonly dir: string;
  private readonly owner: string;
  private stop: (() => void) | undefined;
  private held = false;

  constructor(userData: string) {
    this.dir = join(userData, 'standin-lock');
    this.owner = join(this.dir, 'owner');
  }

  get isHeld(): boolean {
    return this.held;
  }

  /** True when this process now is the only instance; otherwise the first one gets `message`. */
  request(message: SecondInstance): boolean {
    if (this.held) return true;
    mkdirSync(this.dir, { recursive: true });
    if (isRunning(this.readOwner())) {
      const name = join(this.dir, `${process.pid}-${Date.now()}`);
      writeFileSync(name, JSON.stringify(message));
      renameSync(name, `${name}.json`);
      return false;
    }
    for (const name of readdirSync(this.dir)) rmSync(join(this.dir, name), { force: true });
    writeFileSync(this.owner, String(process.pid));
    this.held = true;
    process.once('exit', () => this.release());
    return true;
  }

  /** Delivers the messages of later instances, those already waiting first. */
  listen(onSecond: (message: SecondInstance) => void): void {
    const deliver = () => {
      for (const name of readdirSync(this.dir).filter((file) => file.endsWith('.json'))) {
        const path = join(this.dir, name);
        const message: SecondInstance = JSON.parse(readFileSync(path, 'utf8'));
        rmSync(path);
        onSecond(message);
      }
    };
    const watcher = watch(this.dir, deliver);
    this.stop = () => watcher.close();
    deliver();
  }

  release(): void {
    this.stop?.();
    if (this.held) rmSync(this.dir, { recursive: true, force: true });
    this.held = false;
  }

  private readOwner(): number {
    try {
      return Number(readFileSync(this.owner, 'utf8'));
    } catch {
      return 0;
    }
  }
}

function isRunning(pid: number): boolean {
  if (!pid || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

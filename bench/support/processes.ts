import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

const START_WITHIN_MS = 60_000;

/** A program in its own process, which has said that it is ready. */
export interface Started {
  readonly child: ChildProcess;
  /** What the awaited line said. */
  readonly said: RegExpExecArray;
  /** SIGTERM; resolves when it has ended. */
  stop(): Promise<void>;
}

/** Starts a built script and waits for the line that says it is ready. */
export async function start(
  script: URL,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  ready: RegExp,
): Promise<Started> {
  const child = spawn(process.execPath, [script.pathname, ...args], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = await waitForLine(child, ready);
  return {
    child,
    said,
    stop: async () => {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function waitForLine(child: ChildProcess, ready: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => fail(`was not ready within ${START_WITHIN_MS} ms`), START_WITHIN_MS);
    const fail = (why: string): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`A process of the measurement ${why}:\n${output}`));
    };
    child.once('exit', (code) => fail(`ended with ${code}`));
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      const said = ready.exec(output);
      if (!said) return;
      clearTimeout(timer);
      child.removeAllListeners('exit');
      child.stdout?.removeAllListeners('data').resume();
      resolve(said);
    });
  });
}

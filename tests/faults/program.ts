import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { EditorEvents } from '../../runtime/contract/editor-events.ts'
import type { Answers, Arguments, Channel } from '../../runtime/contract/requests.ts'
import { readWire, type WireReply, writeWire } from '../../runtime/contract/wire.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** A folder of one user: `user`, `out`, `in` and `models` are below it. */
export function freshHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'leapgraph-faults-'))
  for (const name of ['in', 'models/checkpoints', 'temp']) mkdirSync(join(home, name), { recursive: true })
  return home
}

/** A running `leapgraph serve`, and a window that is connected with it. */
export interface Program {
  readonly home: string
  readonly process: ChildProcess
  /** Rejects with the program's sentence, or when the program is gone. */
  request<C extends Channel>(channel: C, ...args: Arguments<C>): Promise<Answers[C]>
  on(listener: (event: keyof EditorEvents, data: unknown) => void): void
  /** Process ids of its engine processes. */
  engines(): number[]
  /** Sends SIGKILL and waits. */
  kill(): Promise<void>
  /** Sends SIGTERM. @returns the exit code */
  end(): Promise<number | null>
}

/** A command that starts the program, such as a tracer, and the variables instead of ours. */
interface Around {
  readonly through?: readonly string[]
  readonly env?: NodeJS.ProcessEnv
}

/** Starts a program in a folder. @throws Error what the program printed, when it did not start */
export async function startProgram(home: string, { through = [], env = process.env }: Around = {}): Promise<Program> {
  const [command, ...more] = [...through, process.execPath]
  const child = spawn(
    command!,
    [
      ...more,
      ...['--disable-warning=ExperimentalWarning', join(root, 'server/main.ts'), 'serve', '--json', '--port', '0'],
      ...['--user', join(home, 'user'), '--out', join(home, 'out'), '--input', join(home, 'in')],
      ...['--models', join(home, 'models')],
    ],
    { cwd: home, env: { ...env, TMPDIR: join(home, 'temp') }, stdio: 'pipe' },
  )
  const exit = new Promise<number | null>(resolve => child.on('exit', resolve))
  const url = new URL(await addressOf(child, exit))
  const greeted = await fetch(url, { redirect: 'manual' })
  const cookie = greeted.headers.get('set-cookie')!.split(';')[0]!
  const window = await connect(url, cookie)
  return {
    home,
    process: child,
    ...window,
    engines: () => childrenOf(child.pid!),
    async kill() {
      child.kill('SIGKILL')
      await exit
    },
    async end() {
      child.kill('SIGTERM')
      return exit
    },
  }
}

function addressOf(child: ChildProcess, exit: Promise<unknown>): Promise<string> {
  let said = ''
  child.stderr!.on('data', data => {
    said = `${said}${data}`.slice(-4000)
  })
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout!.on('data', data => {
      text += data
      if (text.includes('\n')) resolve((JSON.parse(text.split('\n')[0]!) as { url: string }).url)
    })
    void exit.then(() => reject(new Error(said.trim())))
  })
}

/** One WebSocket that speaks the contract. */
async function connect({ host }: URL, cookie: string): Promise<Pick<Program, 'request' | 'on'>> {
  // Node's WebSocket takes headers, which the type of browsers does not know.
  const options = { headers: { cookie, origin: `http://${host}` } } as unknown as string[]
  const socket = new WebSocket(`ws://${host}/socket`, options)
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  const listeners = new Set<Parameters<Program['on']>[0]>()
  let isGone = false
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve()
    socket.onerror = () => reject(new Error('the socket could not be opened'))
  })
  socket.onclose = () => {
    isGone = true
    for (const { reject } of waiting.values()) reject(new Error('the program is gone'))
  }
  socket.onmessage = ({ data }) => {
    const reply = readWire(String(data)) as WireReply
    if ('event' in reply) for (const listener of listeners) listener(reply.event as keyof EditorEvents, reply.data)
    else if ('error' in reply) waiting.get(reply.id)?.reject(new Error(reply.error))
    else waiting.get(reply.id)?.resolve(reply.value)
  }
  let last = 0
  return {
    on: listener => void listeners.add(listener),
    request(channel, ...args) {
      if (isGone) return Promise.reject(new Error('the program is gone'))
      const asked = Promise.withResolvers<unknown>()
      waiting.set(++last, asked)
      socket.send(writeWire({ id: last, channel, args }))
      return asked.promise as Promise<never>
    },
  }
}

function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
  } catch {
    return []
  }
}

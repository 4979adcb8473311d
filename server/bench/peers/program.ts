import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'

/** What a program did. */
export interface Ended {
  readonly seconds: number
  /** stdout and stderr, the last megabyte. */
  readonly output: string
  readonly peakBytes?: number
}

export interface ProgramOptions {
  readonly seconds: number
  readonly cwd?: string
}

/** A program that runs; what it wrote and its peak memory are followed. */
export class Program {
  readonly #child: ChildProcess
  readonly #name: string
  readonly #started = performance.now()
  readonly #watch: NodeJS.Timeout
  readonly #ended: Promise<number | string>
  output = ''
  /** Bytes; on Linux. */
  peakBytes: number | undefined

  constructor(command: string, args: readonly string[], cwd?: string) {
    this.#name = command
    this.#child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [this.#child.stdout!, this.#child.stderr!])
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.output = (this.output + text).slice(-(2 ** 20))
      })
    this.#ended = new Promise(resolve => {
      this.#child.once('error', error => resolve(error.message))
      this.#child.once('close', (code, signal) => resolve(code ?? `it was ended by ${signal}`))
    })
    this.#watch = setInterval(() => void this.#lookAtMemory(), 200)
    this.#watch.unref()
  }

  get seconds(): number {
    return (performance.now() - this.#started) / 1000
  }

  /** Waits for its end. @throws Error with its last line, when it failed or took longer */
  async end(longest: number): Promise<Ended> {
    const timer = Promise.withResolvers<'late'>()
    const handle = setTimeout(() => timer.resolve('late'), longest * 1000)
    const ended = await Promise.race([this.#ended, timer.promise])
    clearTimeout(handle)
    const { seconds } = this
    await this.stop()
    if (ended === 'late') throw new Error(`${this.#name} did not end within ${longest} s`)
    if (ended !== 0) throw new Error(`${this.#name}: ${typeof ended === 'string' ? ended : this.#lastLine(ended)}`)
    return { seconds, output: this.output, ...(this.peakBytes !== undefined && { peakBytes: this.peakBytes }) }
  }

  /** Fails as soon as the program ends. */
  async untilItEnds(): Promise<never> {
    const ended = await this.#ended
    throw new Error(`${this.#name}: ${typeof ended === 'string' ? ended : this.#lastLine(ended)}`)
  }

  async stop(): Promise<void> {
    clearInterval(this.#watch)
    if (this.#child.exitCode !== null || this.#child.signalCode !== null || this.#child.pid === undefined) return
    this.#child.kill('SIGKILL')
    await once(this.#child, 'close')
  }

  #lastLine(code: number): string {
    const line = this.output
      .trimEnd()
      .split(/[\r\n]+/)
      .at(-1)
      ?.trim()
    return `code ${code}${line ? `, ${line.slice(0, 200)}` : ''}`
  }

  async #lookAtMemory(): Promise<void> {
    const status = await readFile(`/proc/${this.#child.pid}/status`, 'utf8').catch(() => '')
    const [, kilobytes] = /^VmHWM:\s*(\d+) kB/m.exec(status) ?? []
    if (kilobytes) this.peakBytes = Number(kilobytes) * 1024
  }
}

/** Runs a program to its end. @throws Error with its last line, when it failed or took longer */
export const ran = (command: string, args: readonly string[], { seconds, cwd }: ProgramOptions): Promise<Ended> =>
  new Program(command, args, cwd).end(seconds)

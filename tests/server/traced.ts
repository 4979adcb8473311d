import { execFile, spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

/** What a program did, from the system's own record of its calls. */
export interface Trace {
  /** Calls on internet sockets. */
  readonly network: readonly string[]
  /** The files that a resolver of names reads. */
  readonly resolver: readonly string[]
  /** Everything that was written, made, renamed or removed. */
  readonly written: readonly string[]
}

const works = (program: string, ...args: string[]) => spawnSync(program, args).status === 0

/** Runs a program without any network. */
const alone = ['unshare --net', 'unshare --map-root-user --net']
  .map(command => command.split(' '))
  .find(([program, ...args]) => works(program!, ...args, 'true'))

/** Why nothing can be traced here; null where it can. */
export const untraceable = !works('strace', '-V')
  ? 'strace is not installed'
  : !works('strace', '-f', '-o', '/dev/null', 'true')
    ? 'this machine does not permit strace'
    : null

/** Why a program cannot be kept from the network here; null where it can. */
export const unisolated = alone ? null : 'this machine does not permit network namespaces'

/** Calls that write, make, rename or remove; `?` for those that not every processor has. */
const changing = 'creat mkdir mkdirat rename renameat renameat2 link linkat symlink symlinkat truncate unlink unlinkat'
const calls = ['open', 'openat', 'openat2', ...changing.split(' ')].map(name => `?${name}`)

/** The start of a command that keeps the record of the rest in a file. */
export const straceTo = (file: string): readonly string[] => [
  ...['strace', '-f', '--seccomp-bpf', '-y', '-qq', '-s', '1000', '-o', file, '-e', `trace=%network,${calls.join()}`],
]

/** Runs Node under strace, in a network namespace of its own where the machine permits it. @throws Error when it fails */
export async function traced(args: readonly string[], env: NodeJS.ProcessEnv, folder: string): Promise<Trace> {
  const file = join(folder, 'trace')
  const [strace, ...more] = [...straceTo(file), ...(alone ?? []), process.execPath, ...args]
  await promisify(execFile)(strace!, more, { env, cwd: folder })
  return traceIn(file)
}

/** Reads the record of a program that has ended. */
export async function traceIn(file: string): Promise<Trace> {
  const lines = (await readFile(file, 'utf8')).split('\n')
  return {
    network: lines.filter(line => /\bAF_INET6?\b/.test(line)),
    resolver: lines.filter(line => /"\/etc\/(resolv\.conf|hosts|host\.conf|gai\.conf)"/.test(line)),
    written: lines.flatMap(writtenBy),
  }
}

const writes = new RegExp(`^\\d+ +(${changing.replaceAll(' ', '|')})\\(`)

/** The paths that one call writes, whether it succeeded or not. `openat(3</home>, "x", O_CREAT)` writes `/home/x`. */
function writtenBy(line: string): string[] {
  if (!writes.test(line) && !/^\d+ +open.*\b(O_WRONLY|O_RDWR|O_CREAT|O_TRUNC)\b/.test(line)) return []
  const paths = line.matchAll(/(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"([^"]*)"/g)
  return [...paths].map(([, from = '/', path]) => resolve(from, path!))
}

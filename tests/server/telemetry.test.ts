import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { buildPage } from '../../server/http/page.ts'
import { startProgram } from '../faults/program.ts'
import { follow } from '../faults/runs.ts'
import { straceTo, traced, traceIn, unisolated, untraceable } from './traced.ts'

const repository = resolve(import.meta.dirname, '../..')
let folder: string
let env: NodeJS.ProcessEnv
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'telemetry-')))
  const home = join(folder, 'home')
  // Without the variables of a CI machine, on which ONNX Runtime does not report.
  env = { PATH: process.env.PATH, HOME: home, USERPROFILE: home, LOCALAPPDATA: home, TMPDIR: folder, TEMP: folder }
})
afterEach(() => rm(folder, { recursive: true }))

const run = () => [
  ...[join(repository, 'server/main.ts'), 'run', join(repository, 'workflows/hyper-sd-1-step.json')],
  ...['--set', '3.width=64', '--set', '3.height=64', '--device', 'cpu', '--threads', '1', '--out', join(folder, 'out')],
]

test.runIf(untraceable)(
  'a run leaves nothing but its picture in the home folder and the folder for temporary files',
  async () => {
    await promisify(execFile)(process.execPath, run(), { env })
    expect(await readdir(folder, { recursive: true })).toEqual(['out', expect.stringMatching(/\.png$/)])
  },
)

describe.skipIf(untraceable)(`traced by the system${untraceable ? ` (skipped: ${untraceable})` : ''}`, () => {
  test('a run opens no internet socket, reads no file of a resolver and writes and leaves only its picture', async () => {
    const { network, resolver, written } = await traced(run(), env, folder)
    expect(network).toEqual([])
    expect(resolver).toEqual([])
    const left = (await readdir(folder, { recursive: true })).filter(name => name !== 'trace')
    expect(left).toEqual(['out', expect.stringMatching(/\.png$/)])
    const ours = [join(folder, 'out'), join(repository, 'node_modules/.cache')]
    expect(written.filter(path => !ours.some(each => path.startsWith(each)))).toEqual([])
    expect(written.filter(path => path.endsWith('.png'))).not.toEqual([])
  })

  test('serve and its engine speak with this machine alone, and write only into our folders', async () => {
    const record = join(folder, 'trace')
    for (const name of ['in', 'models', 'temp']) await mkdir(join(folder, name))
    await buildPage(() => {})
    const program = await startProgram(folder, { through: straceTo(record), env })
    expect((await follow(program).once()).status).toBe('done')
    const [traced] = program.engines()
    process.kill(traced!, 'SIGTERM')
    await once(program.process, 'exit')
    const { network, resolver, written } = await traceIn(record)
    expect(network.filter(call => /\bconnect\(|SOCK_DGRAM|inet_addr\("(?!127\.0\.0\.1")|inet_pton/.test(call))).toEqual(
      [],
    )
    // Node reads its list of name servers when fastify loads its module for names; what looks a name up reads more.
    expect(resolver.filter(call => !call.includes('"/etc/resolv.conf"'))).toEqual([])
    const ours = ['out', 'user'].map(name => join(folder, name))
    const cache = join(repository, 'node_modules/.cache')
    expect(written.filter(path => ![...ours, cache].some(each => path.startsWith(each)))).toEqual([])
    expect(written.filter(path => path.endsWith('.png'))).not.toEqual([])
  })

  // Only without a network: this program would report.
  const title = `the trace notices ONNX Runtime's telemetry where it is not turned off`
  test.skipIf(unisolated)(`${title}${unisolated ? ` (skipped: ${unisolated})` : ''}`, async () => {
    const library = pathToFileURL(join(repository, 'node_modules/onnxruntime-node/dist/index.js')).href
    const program = `const { default: ort } = await import('${library}'); await ort.InferenceSession.create(new Uint8Array(9)).catch(() => {})`
    const { written } = await traced(['--input-type=module', '-e', program], env, folder)
    expect(written.filter(path => path.startsWith(join(folder, 'home')))).not.toEqual([])
  })
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Found, PeerSubject, PeerTimes } from './peer.ts'
import { ran } from './program.ts'

/** Its command line: `sd-cli` since the end of 2025, `sd` before, a name that other programs have too. */
const names = ['sd-cli', 'sd']

/** stable-diffusion.cpp on the PATH. */
export async function findStableDiffusionCpp(longest: number): Promise<Found> {
  for (const name of names) {
    const help = await ran(name, ['--help'], { seconds: 30 }).catch(() => undefined)
    if (!help?.output.includes('--cfg-scale')) continue
    const version = await ran(name, ['--version'], { seconds: 30 }).catch(() => undefined)
    const [, said] = /version\W+(?!unknown)([\w.-]+)/i.exec(version?.output ?? '') ?? []
    return {
      name: `stable-diffusion.cpp ${said ?? '(no version)'}`,
      measure: subject => measure(name, subject, longest),
    }
  }
  return 'stable-diffusion.cpp (neither sd-cli nor sd is on the PATH)'
}

async function measure(command: string, { checkpoint, size, steps, threads }: PeerSubject, longest: number) {
  const folder = await mkdtemp(join(tmpdir(), 'leapgraph-peer-'))
  const [pixels, count] = [String(size), String(steps)]
  const what = ['-m', checkpoint, '-p', 'a photo of a cat', '-W', pixels, '-H', pixels, '--steps', count]
  const how = ['--cfg-scale', '1', '--sampling-method', 'euler', '-s', '1', '-o', join(folder, 'picture.png')]
  try {
    const ended = await ran(command, [...what, ...how, ...(threads ? ['-t', String(threads)] : [])], {
      seconds: longest,
    })
    return timesOf(ended.output, steps, { first: ended.seconds, peakBytes: ended.peakBytes })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The seconds in its log, which says them in seconds or in milliseconds. The next picture is the first without the reading of the file. */
function timesOf(log: string, steps: number, whole: { first: number; peakBytes: number | undefined }): PeerTimes {
  const taken = (what: string): number | undefined => {
    const found = [...log.matchAll(new RegExp(`${what},? (?:taking|in) ([\\d.]+) ?(ms|s)`, 'g'))].at(-1)
    return found && Number(found[1]) / (found[2] === 'ms' ? 1000 : 1)
  }
  const sampling = taken('sampling completed')
  const decode = taken('decode_first_stage completed')
  const next = taken('(?:txt2img|generate_image) completed')
  const { first, peakBytes } = whole
  return {
    first,
    ...(peakBytes !== undefined && { peakBytes }),
    ...(sampling !== undefined && { step: sampling / steps }),
    ...(decode !== undefined && { decode }),
    ...(next !== undefined && { next }),
  }
}

import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Graph } from '../../../engine/onnx/graph.ts'
import { irOf } from '../../../engine/onnx/ir/operators.ts'
import type { Stored } from '../../../engine/onnx/messages.ts'
import { measuredGraphs } from '../measure.ts'
import type { Found, PeerSubject, PeerTimes } from './peer.ts'
import { ran } from './program.ts'

const driver = fileURLToPath(new URL('openvino-times.py', import.meta.url))
const measured = z.object({ create: z.number(), run: z.number() })

/** OpenVINO through its own Python package. @param python  a command; absent: `python3`, then `python` */
export async function findOpenVino(longest: number, python?: string): Promise<Found> {
  const commands = python ? [python] : ['python3', 'python']
  for (const command of commands) {
    const asked = await ran(command, ['-c', 'import numpy, openvino; print(openvino.__version__)'], {
      seconds: 60,
    }).catch(() => undefined)
    const version = asked?.output.trim().split('\n').at(-1)
    if (!version) continue
    const [release] = version.split('-')
    return {
      name: `OpenVINO ${release}, Python, float32`,
      measure: subject => measure(command, subject, longest),
    }
  }
  return `OpenVINO through Python (${commands.join(' and ')} cannot import it; --python COMMAND chooses another)`
}

/** The UNet and the VAE decoder, as our own OpenVINO sessions get them, but by its own interface. */
async function measure(command: string, subject: PeerSubject, longest: number): Promise<PeerTimes> {
  const { unet, decoder } = await measuredGraphs(subject.checkpoint, subject.size)
  const run = (graph: Graph, runs: number) => runOf(command, graph, { runs, threads: subject.threads ?? 0, longest })
  const [steps, decode] = [await run(unet, subject.steps), await run(decoder, 1)]
  const peaks = [steps, decode].flatMap(({ peakBytes }) => peakBytes ?? [])
  return {
    step: steps.run,
    create: steps.create,
    decode: decode.run,
    ...(peaks.length > 0 && { peakBytes: Math.max(...peaks) }),
  }
}

async function runOf(
  command: string,
  graph: Graph,
  { runs, threads, longest }: { runs: number; threads: number; longest: number },
) {
  const folder = await mkdtemp(join(tmpdir(), 'leapgraph-peer-'))
  try {
    const model = await writeModel(folder, graph)
    const { output, peakBytes } = await ran(command, [driver, model, String(runs), String(threads)], {
      seconds: longest,
    })
    return { ...measured.parse(JSON.parse(output.trim().split('\n').at(-1)!)), peakBytes }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Writes a model and a copy of its weights, which its reader wants in one file. */
async function writeModel(folder: string, graph: Graph): Promise<string> {
  const ir = irOf(graph)
  const places = new Map<Stored['data'], number>()
  let at = 0
  for (const data of new Set(ir.constants)) {
    places.set(data, at)
    at += aligned(data)
  }
  const model = join(folder, 'model.xml')
  await writeFile(
    model,
    ir.xml(data => BigInt(places.get(data)!)),
  )
  async function* pieces() {
    for (const data of places.keys()) {
      if (data instanceof ArrayBuffer) yield new Uint8Array(data)
      else if (data.length > 0)
        yield* createReadStream(data.path, { start: data.offset, end: data.offset + data.length - 1 })
      yield new Uint8Array(aligned(data) - lengthOf(data))
    }
  }
  await pipeline(Readable.from(pieces()), createWriteStream(join(folder, 'model.bin')))
  return model
}

const lengthOf = (data: Stored['data']): number => (data instanceof ArrayBuffer ? data.byteLength : data.length)
const aligned = (data: Stored['data']): number => Math.ceil(lengthOf(data) / 64) * 64

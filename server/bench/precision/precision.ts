import { fileRef } from '../../../engine/checkpoint/files/safetensors.ts'
import type { Graph } from '../../../engine/onnx/graph.ts'
import { loadCheckpoint } from '../../../engine/pipeline/load.ts'
import type { Packs } from '../../../engine/runtime/device.ts'
import { computesBfloat16 } from '../../../engine/runtime/openvino/session.ts'
import { Sessions, type SessionsOptions } from '../../../engine/runtime/sessions.ts'
import {
  gatePrompts,
  gateSubject,
  type PrecisionFigures,
  precisionFigures,
  spread,
} from '../../../runtime/accelerators/precision-gate.ts'
import { withInt8Weights } from './int8.ts'
import { rounded } from './rounded.ts'

interface Way {
  readonly name: string
  readonly options: SessionsOptions
  readonly change: (graph: Graph) => Graph
}

/** Writes its graphs in another way. */
class ChangedSessions extends Sessions {
  readonly #change: Way['change']

  constructor({ options, change }: Way) {
    super(options)
    this.#change = change
  }

  override run(...[request, feeds]: Parameters<Sessions['run']>): ReturnType<Sessions['run']> {
    return super.run({ ...request, build: dialect => this.#change(request.build(dialect)) }, feeds)
  }
}

/**
 * Compares ways of computing with Exact: bfloat16, by OpenVINO where the processor has it, else imitated on ONNX Runtime, and 8-bit weights.
 *
 * @param checkpoint  any checkpoint of SD 1.x, without its LoRA; the small model for trying out unless given
 */
export async function comparePrecision(
  packs: Packs,
  { checkpoint, size = 512, prompts = gatePrompts.length }: { checkpoint?: string; size?: number; prompts?: number },
): Promise<string> {
  const subject = checkpoint ? { ...(await loadCheckpoint(await fileRef(checkpoint))), size } : await gateSubject()
  const lines = [
    `${subject.model.file.name}, ${subject.size}×${subject.size}, 1 step, ${prompts} prompts, against float32 of ONNX Runtime`,
  ]
  lines.push(cells('', 'pictures: PSNR median, worst', 'decoder: PSNR median, worst', 'error of each network'))
  for (const way of ways(packs)) {
    const [exact, fast] = [new Sessions({ device: 'cpu' }), new ChangedSessions(way)]
    const figures = await precisionFigures(exact, fast, subject, gatePrompts.slice(0, prompts))
    lines.push(row(way.name, figures, fast))
    await exact.close()
    await fast.close()
  }
  return lines.join('\n')
}

function ways({ openvino: pack }: Packs): Way[] {
  const same = (graph: Graph) => graph
  const cpu = { device: 'cpu' } as const
  const openvino =
    pack && ({ device: 'openvino', packs: { openvino: { ...pack, cache: undefined } }, precision: 'exact' } as const)
  const bfloat16: Way =
    openvino && computesBfloat16(pack.library)
      ? { name: 'bfloat16 (OpenVINO)', options: { ...openvino, precision: 'fast' }, change: same }
      : { name: 'bfloat16 (imitated)', options: cpu, change: rounded }
  const int8 = openvino ? 'OpenVINO' : 'ONNX Runtime'
  return [
    ...(openvino ? [{ name: 'float32 (OpenVINO)', options: openvino, change: same }] : []),
    bfloat16,
    { name: `8-bit weights (${int8})`, options: openvino ?? cpu, change: withInt8Weights },
  ]
}

function row(name: string, { pictures, decoded, networks }: PrecisionFigures, sessions: Sessions): string {
  const [picture, decoder] = [pictures, decoded].map(values => {
    const { median, worst } = spread(values)
    return `${median.toFixed(1)}, ${worst.toFixed(1)} dB`
  })
  const times = (kind: string) => sessions.timings.filter(({ label }) => label.startsWith(kind))
  const errors = [...networks].map(([kind, off]) => {
    const [runs, ms] = times(kind).reduce(([n, sum], t) => [n + t.runs, sum + t.runMs], [0, 0])
    return `${kind} ${(100 * off).toPrecision(2)} % (${(ms / runs).toFixed(0)} ms)`
  })
  return cells(name, picture!, decoder!, errors.join(', '))
}

const cells = (what: string, pictures: string, decoder: string, networks: string): string =>
  `${what.padEnd(30)}${pictures.padEnd(32)}${decoder.padEnd(32)}${networks}`

import { z } from 'zod'
import { devices, packDevices, precisions } from '../../engine/runtime/device.ts'
import { issueInWords } from '../../graph/issue-in-words.ts'
import type { NodeSpec } from '../../graph/node.ts'
import { stepEvent } from '../../graph/run/step-event.ts'

/**
 * Every message between the runtime and the engine process. Both sides check what arrives: the engine may be another
 * process, and a message cut short by a crash must not look like a result.
 */

/** An input is a value the runtime knows, or an output of a step that ran before. */
const input = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('value'), value: z.unknown() }),
  z.object({ kind: z.literal('output'), key: z.string(), output: z.string() }),
])

const step = z.object({
  /** The content key the outputs are kept under. */
  key: z.string(),
  node: z.string(),
  type: z.string(),
  inputs: z.record(z.string(), input),
  folders: z.object({ output: z.string(), temp: z.string() }),
  /** What SaveImage writes into its PNGs. */
  metadata: z.record(z.string(), z.string()),
  /** Are previews wanted? */
  previews: z.boolean().optional(),
})
/** One node to run. */
export type Step = z.infer<typeof step>
export type StepInput = z.infer<typeof input>

const stepResult = z.object({
  ms: z.number(),
  /** The part of `ms` that went into making sessions: reading weights, compiling. */
  loadMs: z.number(),
  /** Where networks run now; it changes when a device does not start. */
  device: z.string(),
})
export type StepResult = z.infer<typeof stepResult>

const pack = z.object({
  library: z.string(),
  faster: z.boolean(),
  rounds: z.boolean().optional(),
  cache: z.string().optional(),
})

const settings = z.object({
  folders: z.record(z.string(), z.array(z.string()).readonly()),
  device: z.enum(['auto', ...devices]).optional(),
  threads: z.number().optional(),
  /** Which version splits prompts into tokens. */
  transformers: z.literal([4, 5]).optional(),
  precision: z.enum(precisions).optional(),
  /** Accelerator packs that passed their tests. */
  packs: z.partialRecord(z.enum(packDevices), pack).optional(),
  /** Bytes that compiled sessions may hold. */
  memoryBudget: z.number().optional(),
})
/** What the engine process is started with. */
export type EngineSettings = z.infer<typeof settings>

/** An error as data: name, code, message, file and what caused it. */
export interface WireError {
  readonly name: string
  readonly message: string
  readonly code?: string | undefined
  readonly file?: string | undefined
  readonly stack?: string | undefined
  readonly cause?: WireError | undefined
}
const wireError: z.ZodType<WireError> = z.object({
  name: z.string(),
  message: z.string(),
  code: z.string().optional(),
  file: z.string().optional(),
  stack: z.string().optional(),
  cause: z.lazy(() => wireError).optional(),
})

const toEngine = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('start'), settings }),
  z.object({ kind: z.literal('run'), id: z.number(), step }),
  z.object({ kind: z.literal('preview'), id: z.number(), step }),
  z.object({
    kind: z.literal('fingerprint'),
    id: z.number(),
    type: z.string(),
    values: z.record(z.string(), z.unknown()),
  }),
  /** How fast is the CPU? Asked while nothing runs. */
  z.object({ kind: z.literal('measure'), id: z.number() }),
  z.object({ kind: z.literal('cancel') }),
  z.object({ kind: z.literal('drop'), keys: z.array(z.string()) }),
])
export type ToEngine = z.infer<typeof toEngine>

const spec = z.custom<NodeSpec>(
  value => z.looseObject({ type: z.string(), inputs: z.looseObject({}) }).safeParse(value).success,
)

const fromEngine = z.discriminatedUnion('kind', [
  /** `own`: the types with a fingerprint of their own; `previewed`: those that have a preview. */
  z.object({
    kind: z.literal('ready'),
    specs: z.array(spec),
    own: z.array(z.string()),
    previewed: z.array(z.string()),
  }),
  /** What a node reports; `id` is that of the `run` or `preview` message it belongs to. */
  z.object({ kind: z.literal('event'), id: z.number(), event: stepEvent }),
  z.object({ kind: z.literal('done'), id: z.number(), result: stepResult }),
  z.object({ kind: z.literal('previewed'), id: z.number() }),
  z.object({ kind: z.literal('fingerprinted'), id: z.number(), fingerprint: z.string() }),
  /** Floating-point operations of matrix products in a second. */
  z.object({ kind: z.literal('measured'), id: z.number(), flops: z.number() }),
  /** `id` absent: the engine could not start. */
  z.object({ kind: z.literal('failed'), id: z.number().optional(), error: wireError }),
])
export type FromEngine = z.infer<typeof fromEngine>

/** @throws ZodError */
export const checkToEngine = (message: unknown): ToEngine => toEngine.parse(message)

/** @returns an error that names the field, for a message that is not one of the above */
export function readFromEngine(message: unknown): FromEngine | UnreadableMessage {
  const { data, error } = fromEngine.safeParse(message)
  return data ?? new UnreadableMessage(issueInWords(error!.issues[0]!))
}

/** The engine process sent something that is not a message: it is of another version, or damaged. */
class UnreadableMessage extends Error {
  override readonly name = 'UnreadableMessage'
  readonly code = 'engine-message'
  constructor(where: string) {
    super(`the engine sent a message that cannot be read (${where})`)
  }
}

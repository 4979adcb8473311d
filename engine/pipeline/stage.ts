import { MemoryError, NotFiniteError } from '../errors.ts'
import { type Shortage, shortageInWords } from '../memory.ts'
import type { SessionRequest, Sessions } from '../runtime/sessions.ts'
import { affordable } from '../tensor/affordable.ts'
import { rows, stack, type Tensor } from '../tensor/tensor.ts'
import { countTiles, type Grid, inTiles, largestTiles } from './tiles.ts'

/** What a computation needs. */
export interface StageContext {
  readonly sessions: Sessions
  readonly signal: AbortSignal
  progress(done: number, of: number): void
  notice(message: string): void
}

/** One way to compute a stage. */
export interface Way {
  /** Added to the notice when another way failed: `in tiles of 512 pixels`. */
  readonly how: string
  readonly grid: Grid
  /** The network for an input of one size; another precision is another network. */
  readonly network: (dims: readonly number[]) => SessionRequest
}

/** A network from pictures to pictures: [1, C, H, W] → [1, C′, scale·H, scale·W]. */
export interface Stage {
  /** `VAE decode of 1024×768 with vae-ft-mse.safetensors`. */
  readonly what: string
  readonly scale: number
  /** Tried in this order: the next one when one does not fit the memory or gives NaN. */
  readonly ways: readonly Way[]
  /** What a user can do when all fail: a clause after `; `. */
  readonly advice: { readonly memory: string; readonly notFinite: string }
}

/**
 * Computes a stage in the first way that fits the machine's memory and gives finite numbers. Every way that failed gives a
 * notice.
 *
 * @throws MemoryError when none fits; NotFiniteError when none gives numbers; whatever `signal` was aborted with
 */
export async function computeStage(stage: Stage, x: Tensor, context: StageContext): Promise<Tensor> {
  if (!x.data.every(Number.isFinite))
    throw new NotFiniteError(`${stage.what}: the input already contains NaN or infinity`)
  let failure: Error | undefined
  for (const way of stage.ways) {
    if (failure) context.notice(`${failure.message}; it now runs ${way.how}`)
    try {
      return await computeWay(stage, way, x, context)
    } catch (error) {
      if (!(error instanceof MemoryError || error instanceof NotFiniteError)) throw error
      failure = error
    }
  }
  const { memory, notFinite } = stage.advice
  if (failure instanceof MemoryError) throw new MemoryError(`${failure.message}; ${memory}`, { cause: failure })
  throw new NotFiniteError(`${failure!.message}; ${notFinite}`, { cause: failure })
}

async function computeWay({ what, scale }: Stage, way: Way, x: Tensor, context: StageContext): Promise<Tensor> {
  const { sessions, signal, progress } = context
  const shortage = await worstShortage(way, x, sessions)
  if (shortage) throw new MemoryError(`${what} needs ${shortageInWords(shortage)}`)
  const of = countTiles(x, way.grid)
  let done = 0
  const y = await inTiles(x, way.grid, scale, async tile => {
    signal.throwIfAborted()
    const { out } = await sessions.run(way.network(tile.dims), { x: tile })
    progress(++done, of)
    return out!
  })
  if (!y.data.every(Number.isFinite)) throw new NotFiniteError(`${what} gave NaN or infinity`)
  return y
}

async function worstShortage({ grid, network }: Way, x: Tensor, sessions: Sessions): Promise<Shortage | undefined> {
  let worst: Shortage | undefined
  for (const dims of largestTiles(x, grid)) {
    const shortage = await sessions.shortage(network(dims))
    if (shortage && shortage.need > (worst?.need ?? 0)) worst = shortage
  }
  return worst
}

/**
 * Computes a batch one image at a time, with the progress of the whole batch.
 *
 * @throws RangeInputError when the results need too much memory
 */
export async function eachImage(
  batch: Tensor,
  context: StageContext,
  one: (x: Tensor, context: StageContext) => Promise<Tensor>,
): Promise<Tensor> {
  const n = batch.dims[0]!
  const results: Tensor[] = []
  for (let i = 0; i < n; i++) {
    const progress = (done: number, of: number) => context.progress(i * of + done, n * of)
    results.push(await one(rows(batch, i, i + 1), { ...context, progress }))
    // The results and the batch that they are copied into: known after the first, refused before the others are computed.
    if (i === 0 && n > 1) affordable([2 * n, ...results[0]!.dims.slice(1)], `A batch of ${n}`)
  }
  return stack(results)
}

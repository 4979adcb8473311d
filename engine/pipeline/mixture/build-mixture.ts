import { createHash } from 'node:crypto'
import { type ExpertLayers, layersToReplace } from '../../checkpoint/keys/mixture-keys.ts'
import { RangeInputError } from '../../errors.ts'
import { modelSampling } from '../../sampling/model-sampling.ts'
import { calculateSigmas } from '../../sampling/schedules/schedule.ts'
import { type Tensor, zeros } from '../../tensor/tensor.ts'
import type { StageContext } from '../stage.ts'
import type { Conditioning, Model } from '../types.ts'
import { predictor } from '../unet/predict.ts'
import { sampleLatent } from '../unet/sample-latent.ts'
import { unetNetwork } from '../unet/unet-network.ts'
import { latentFormat } from '../vae/latent-format.ts'
import { firstReader } from './layer-inputs.ts'
import { plainUnet, unetParts } from './unet-parts.ts'

/** A model that becomes an expert, and what it is asked for: its strong subject. */
export interface Expert {
  readonly name: string
  readonly model: Model
  readonly positive: Conditioning
  readonly negative: Conditioning
  readonly prompts: { readonly positive: string; readonly negative: string }
}

export interface MixtureRecipe {
  /** All but the replaced layers is that of this model. */
  readonly base: Model
  readonly experts: readonly Expert[]
  readonly layers: ExpertLayers
  /** k */
  readonly count: number
  /** How the experts draw while their gate vectors are measured. */
  readonly steps: number
  readonly cfg: number
  readonly seed: bigint
  readonly width: number
  readonly height: number
}

/**
 * Makes one model of several (networks/mixture.ts) whose gates are measured, not trained (`gateVectors` in formula.ts). No
 * weight is computed or copied: the model's graph reads the files of its experts.
 *
 * @throws RangeInputError for fewer than two experts, more that act than there are, and experts that are merges or mixtures;
 *         CheckpointError for experts of another family
 */
export async function buildMixture(recipe: MixtureRecipe, context: StageContext): Promise<Model> {
  const { base, experts, layers, count } = recipe
  refuse(recipe)
  const names = layersToReplace((await plainUnet(base)).tensors, layers)
  // Shapes are compared before anything is computed.
  const empty = new Map(names.map(name => [name, zeros([experts.length, 1])]))
  const withExperts = (gates: ReadonlyMap<string, Tensor>): Model => ({
    ...base,
    experts: {
      count,
      names: experts.map(({ name }) => name),
      built: {
        models: experts.map(({ model }) => model),
        prompts: experts.map(({ prompts }) => prompts),
        layers,
        gates,
        gatesHash: hashOf(gates),
      },
    },
  })
  await unetParts(withExperts(empty))
  const rows: ReadonlyMap<string, Float32Array>[] = []
  for (const [i, expert] of experts.entries()) {
    const progress = (done: number, of: number) => context.progress(i * of + done, experts.length * of)
    rows.push(await vectorsOf(expert, recipe, { ...context, progress }))
  }
  return withExperts(new Map(names.map(name => [name, matrix(rows.map(row => row.get(firstReader(name))!))])))
}

function refuse({ base, experts, count }: MixtureRecipe): void {
  if (experts.length < 2) throw new RangeInputError('A mixture needs at least two experts: connect expert_2.')
  if (count > experts.length)
    throw new RangeInputError(
      `experts_per_layer is ${count}, but there are ${experts.length} experts: choose at most ${experts.length}.`,
    )
  for (const { name, model } of [...experts, { name: 'The base model', model: base }]) {
    if (model.merge || model.experts)
      throw new RangeInputError(
        `${name} is a ${model.merge ? 'merge' : 'mixture of experts'}: save it with Save Model and load the file${model.merge ? '' : ', or use a plain model'}.`,
      )
    if (model.sampling.prediction !== base.sampling.prediction)
      throw new RangeInputError(
        `${name} predicts ${model.sampling.prediction} and the base model ${base.sampling.prediction}: choose models that predict the same.`,
      )
  }
}

/** One row of every gate, by the layer that first reads what the row was measured from; of length 1. */
async function vectorsOf(
  { model, positive, negative }: Expert,
  { steps, cfg, seed, width, height }: MixtureRecipe,
  context: StageContext,
): Promise<ReadonlyMap<string, Float32Array>> {
  const { sessions, signal, progress } = context
  const sampling = modelSampling(model.sampling)
  const sigmas = calculateSigmas(sampling, 'ddim_uniform', steps)
  const [untilLast, last] = [sigmas.slice(0, -1), sigmas.at(-2)!]
  const { latent } = await sampleLatent(
    {
      guider: { kind: 'cfg', model, positive, negative, cfg },
      latent: { samples: zeros([1, 4, Math.ceil(height / 8), Math.ceil(width / 8)]) },
      noise: { seed, added: true },
      sampler: { name: 'ddpm' },
      sigmas: untilLast,
    },
    { sessions, signal, progress: done => progress(done, steps) },
  )
  const network = await unetNetwork(model)
  const x = latentFormat(model, network.latents).toModel(latent.samples)
  const { data } = await predictor({ sessions, model, network, sampling, cfg }).inputs(x, last, positive)
  progress(steps, steps)
  const { tensors } = network.parts.weights
  const widthOf = (layer: string) => tensors.get(`${layer}.weight`) ?? tensors.get(`${layer}.net.0.proj.weight`)
  let at = 0
  return new Map(
    layersToReplace(tensors, 'all')
      .filter(layer => firstReader(layer) === layer)
      .map(layer => [layer, unit(data.subarray(at, (at += widthOf(layer)!.shape[1]!)))]),
  )
}

function unit(mean: Float32Array): Float32Array {
  const length = Math.max(1e-8, Math.hypot(...mean))
  return mean.map(value => value / length)
}

/** [E, in] */
const matrix = (rows: readonly Float32Array[]): Tensor => ({
  dims: [rows.length, rows[0]!.length],
  data: Float32Array.from(rows.flatMap(row => [...row])),
})

function hashOf(gates: ReadonlyMap<string, Tensor>): string {
  const hash = createHash('sha256')
  for (const { data } of gates.values()) hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
  return hash.digest('hex')
}

import { optional, socket } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { clip, conditioning, image, latent, model, vae, whole } from '../../sockets.ts'

/** What a context carries, by the names of its outputs; a part may be missing. */
type Parts = Readonly<Record<string, unknown>>
const context = socket<Parts>('RGTHREE_CONTEXT', 'Model, CLIP, VAE, prompts, latent, picture and seed, on one wire.')

export default defineNode({
  type: 'Context (rgthree)',
  title: 'Context (rgthree)',
  about: 'Puts what a picture is made with on one wire, replaces parts of it, and takes it apart (rgthree).',
  inputs: {
    base_ctx: optional(context),
    model: optional(model),
    clip: optional(clip),
    vae: optional(vae),
    positive: optional(conditioning),
    negative: optional(conditioning),
    latent: optional(latent),
    images: optional(image),
    seed: optional(whole),
  },
  outputs: {
    CONTEXT: context,
    MODEL: optional(model),
    CLIP: optional(clip),
    VAE: optional(vae),
    POSITIVE: optional(conditioning),
    NEGATIVE: optional(conditioning),
    LATENT: optional(latent),
    IMAGE: optional(image),
    SEED: optional(whole),
  },

  run({ base_ctx = {}, images: IMAGE, ...inputs }) {
    const given = [...Object.entries(inputs).map(([name, value]) => [name.toUpperCase(), value]), ['IMAGE', IMAGE]]
    const parts = { ...base_ctx, ...Object.fromEntries(given.filter(([, value]) => value !== undefined)) }
    return { CONTEXT: parts, ...parts } as never
  },
})

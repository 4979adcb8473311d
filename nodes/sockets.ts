import type { Clip, Conditioning, Image, Latent, Mask, Model, Vae } from '../engine/pipeline/types.ts'
import type { SamplerSpec } from '../engine/sampling/sampler-spec.ts'
import { socket } from '../graph/node.ts'

/** What travels on each kind of wire. The names are ComfyUI's. */
export const model = socket<Model>('MODEL')
export const clip = socket<Clip>('CLIP')
export const vae = socket<Vae>('VAE')
export const conditioning = socket<Conditioning>('CONDITIONING')
export const latent = socket<Latent>('LATENT')
export const image = socket<Image>('IMAGE')
export const mask = socket<Mask>('MASK')
export const sampler = socket<SamplerSpec>('SAMPLER')
export const sigmas = socket<Float32Array>('SIGMAS')

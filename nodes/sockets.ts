import type { Image, Mask } from '../engine/image/image.ts'
import type { Clip, Conditioning, ControlNet, InitialNoise, Latent, Model, Vae } from '../engine/pipeline/types.ts'
import type { Guider } from '../engine/pipeline/unet/guider.ts'
import type { UpscaleModel } from '../engine/pipeline/upscale/upscale-network.ts'
import type { ClipVision, ClipVisionOutput } from '../engine/pipeline/vision/clip-vision.ts'
import type { SamplerSpec } from '../engine/sampling/sampler-row.ts'
import { socket } from '../graph/node.ts'

/** What travels on each kind of wire. The names are ComfyUI's. */
export const model = socket<Model>('MODEL', 'The network that turns noise into a picture, with its LoRAs.')
export const clip = socket<Clip>('CLIP', 'The text encoder: it reads prompts.')
export const clipVision = socket<ClipVision>('CLIP_VISION', 'A picture encoder: it sees pictures as CLIP does.')
export const clipVisionOutput = socket<ClipVisionOutput>('CLIP_VISION_OUTPUT', 'What CLIP sees in a picture.')
export const vae = socket<Vae>('VAE', 'The autoencoder between pictures and latents.')
export const conditioning = socket<Conditioning>('CONDITIONING', 'A prompt as the model understands it.')
export const controlNet = socket<ControlNet>('CONTROL_NET', 'A network that makes a picture follow another one.')
export const latent = socket<Latent>('LATENT', 'A picture in the model’s own, eight times smaller form.')
export const image = socket<Image>('IMAGE', 'A picture, or several of one size.')
export const upscaleModel = socket<UpscaleModel>('UPSCALE_MODEL', 'A network that enlarges pictures.')
export const mask = socket<Mask>('MASK', 'Black and white: where something happens.')
export const noise = socket<InitialNoise>('NOISE', 'What a picture starts from: the noise of a seed, or none.')
export const guider = socket<Guider>('GUIDER', 'A model with the prompts that steer it, and how hard.')
export const sampler = socket<SamplerSpec>('SAMPLER', 'The method that walks from noise to picture.')
export const number = socket<number>('FLOAT', 'A number, for any input that takes one.')
export const string = socket<string>('STRING', 'A text, for any input that takes one.')
export const sigmas = socket<Float32Array>('SIGMAS', 'The noise levels of the steps, from high to low.')

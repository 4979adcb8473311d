import { expect, test } from 'vitest'
import { packOf } from '../../../graph/planning/known-packs.ts'
import { leftOut, unknownNode } from '../../../graph/planning/unknown-node.ts'
import type { Prompt } from '../../../graph/prompt.ts'
import { specs } from '../specs.ts'

const prompt: Prompt = {
  1: { class_type: 'KSampler+', inputs: { image: ['2', 0] } },
  2: { class_type: 'Nobody Knows', inputs: {} },
  3: { class_type: 'SaveImage', inputs: { images: ['1', 0] } },
}
const says = (id: string) => unknownNode(id, prompt[id]!, id === '1', specs).message

// The packs that ComfyUI-Manager 4.3 names for these classes.
test.each([
  ['FaceDetailer', 'ComfyUI-Impact-Pack'],
  ['Power Lora Loader (rgthree)', 'rgthree-comfy'],
  ['KSampler //Inspire', 'ComfyUI-Inspire-Pack'],
  ['IPAdapterUnifiedLoader', 'ComfyUI_IPAdapter_plus'],
  ['DWPreprocessor', 'comfyui_controlnet_aux'],
  ['ImageCrop+', 'ComfyUI_essentials'],
  ['XY Input: LoRA Plot', 'efficiency-nodes-comfyui'],
  ['Text Concatenate', 'was-node-suite-comfyui'],
])('%s comes from %s', (type, pack) => {
  expect(packOf(type)).toBe(pack)
})

test('a node in the middle of a chain: its pack, the nearest node here, and that it can be bypassed', () => {
  expect(says('1')).toBe(
    'There is no node type "KSampler+" here (node 1): it comes from the extension ComfyUI_essentials; bypass the node (Ctrl+B), so that what it reads passes through it, or replace it, for example with KSampler.',
  )
})

// ComfyUI's own nodes, by its documentation of 2026.
test.each([
  ['SaveVideo', 'video'],
  ['VAEDecodeAudio', 'sound'],
  ['Preview3D', '3D'],
  ['RecraftTextToImageNode', 'an online service'],
  ['ChromaRadianceOptions', 'a family of models other than Stable Diffusion 1.x, 2.x and SDXL'],
  ['SAM3_Detect', 'networks that read pictures (depth, poses, faces, objects, backgrounds)'],
])('%s is for %s', (type, subject) => {
  expect(unknownNode('1', { class_type: type, inputs: {} }, true, specs).message).toContain(
    `it is for ${subject}, which does not run here, since this program makes still pictures with Stable Diffusion 1.x, 2.x and SDXL`,
  )
})

test('a node for other models: for which, and the nearest node here', () => {
  const message = (type: string) => unknownNode('1', { class_type: type, inputs: {} }, true, specs).message
  expect(message('CLIPTextEncodeSD3')).toBe(
    'There is no node type "CLIPTextEncodeSD3" here (node 1): it is for Stable Diffusion 3 models, which do not run here, since this program makes still pictures with Stable Diffusion 1.x, 2.x and SDXL; replace it, for example with CLIP Text Encode (Prompt) (CLIPTextEncode), or mute the node.',
  )
  expect(message('FluxGuidance')).toContain('it is for Flux models, which do not run here')
  expect(message('TrainLoraNode')).toContain('it is for training')
  expect(message('EasyCache')).toContain(
    'it only changes how ComfyUI uses the computer, or saves it time; replace it, or mute',
  )
})

test('a node that reads nothing can be muted; one of an unknown pack says so', () => {
  expect(says('2')).toContain('it may come from an extension; replace it, or mute the node')
  expect(leftOut('2', { class_type: 'VHS_VideoCombine', inputs: {} }).message).toContain('ComfyUI-VideoHelperSuite')
})

test('a node of IP-Adapter FaceID: the reason why it is not here', () => {
  const { message } = unknownNode('4', { class_type: 'IPAdapterFaceID', inputs: {} }, false, specs)
  expect(message).toContain('ComfyUI_IPAdapter_plus, and reads faces with InsightFace’s network, whose licence')
})

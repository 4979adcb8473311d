import { int } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { clip } from '../sockets.ts'

export default defineNode({
  type: 'CLIPSetLastLayer',
  title: 'CLIP Set Last Layer',
  about: 'Takes the prompt from an earlier layer of the text encoder, as some models were trained ("clip skip").',
  inputs: {
    clip,
    stop_at_clip_layer: int({
      default: -1,
      min: -24,
      max: -1,
      help: '-1 is the last layer; -2 is "clip skip 2", the choice for most anime models on SD 1.5.',
    }),
  },
  outputs: { CLIP: clip },
  run: ({ clip, stop_at_clip_layer }) => ({ CLIP: { ...clip, layer: stop_at_clip_layer } }),
})

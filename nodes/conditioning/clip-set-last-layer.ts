import { int } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { clip } from '../sockets.ts'

export default defineNode({
  type: 'CLIPSetLastLayer',
  title: 'CLIP Set Last Layer',
  about: 'Uses an earlier layer of the text encoder, as some models were trained ("clip skip").',
  inputs: {
    clip,
    stop_at_clip_layer: int({
      default: -1,
      min: -24,
      max: -1,
      help: '-1 is the last layer. -2 is "clip skip 2", which most anime models for SD 1.5 need.',
    }),
  },
  outputs: { CLIP: clip },
  run: ({ clip, stop_at_clip_layer }) => ({ CLIP: { ...clip, layer: stop_at_clip_layer } }),
})

import { optional } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { clip, conditioning, model, vae } from '../../sockets.ts'
import { basicPipe } from './basic-pipe.ts'

export default defineNode({
  type: 'EditBasicPipe',
  title: 'Edit BasicPipe',
  about: 'Replaces the connected parts of a basic pipe (Impact Pack).',
  inputs: {
    basic_pipe: basicPipe,
    model: optional(model),
    clip: optional(clip),
    vae: optional(vae),
    positive: optional(conditioning),
    negative: optional(conditioning),
  },
  outputs: { basic_pipe: basicPipe },

  run: ({ basic_pipe: old, model, clip, vae, positive, negative }) => ({
    basic_pipe: {
      model: model ?? old.model,
      clip: clip ?? old.clip,
      vae: vae ?? old.vae,
      positive: positive ?? old.positive,
      negative: negative ?? old.negative,
    },
  }),
})

import { defineNode } from '../../define.ts'
import { clip, conditioning, model, vae } from '../../sockets.ts'
import { basicPipe } from './basic-pipe.ts'

export default defineNode({
  type: 'FromBasicPipe',
  title: 'FromBasicPipe',
  about: 'Takes the parts of a basic pipe apart (Impact Pack).',
  inputs: { basic_pipe: basicPipe },
  outputs: { model, clip, vae, positive: conditioning, negative: conditioning },
  run: ({ basic_pipe }) => basic_pipe,
})

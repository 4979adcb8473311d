import { defineNode } from '../../define.ts'
import { clip, conditioning, model, vae } from '../../sockets.ts'
import { basicPipe } from './basic-pipe.ts'

export default defineNode({
  type: 'ToBasicPipe',
  title: 'ToBasicPipe',
  about: 'Puts model, CLIP, VAE and the two prompts on one wire (Impact Pack).',
  inputs: { model, clip, vae, positive: conditioning, negative: conditioning },
  outputs: { basic_pipe: basicPipe },
  run: parts => ({ basic_pipe: parts }),
})

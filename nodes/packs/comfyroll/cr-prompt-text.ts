import { text } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { string } from '../../sockets.ts'

export default defineNode({
  type: 'CR Prompt Text',
  title: '⚙️ CR Prompt Text',
  about: 'A prompt as text (Comfyroll Studio).',
  inputs: { prompt: text({ default: 'prompt', multiline: true, help: 'What to draw, or what to avoid.' }) },
  outputs: { prompt: string, show_help: string },

  run: ({ prompt }) => ({ prompt, show_help: 'The first output is the prompt.' }),
})

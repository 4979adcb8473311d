import { defineNode } from '../../../define.ts'
import { conditioning, guider, model } from '../../../sockets.ts'

export default defineNode({
  type: 'BasicGuider',
  title: 'BasicGuider',
  about: 'Follows one prompt without guidance, for models that were distilled with guidance built in.',
  inputs: { model, conditioning: { ...conditioning, help: 'What to draw.' } },
  outputs: { GUIDER: guider },
  run: ({ model, conditioning }) => ({ GUIDER: { kind: 'basic', model, positive: conditioning } }),
})

import { file } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { loadGligen } from '../pipeline.ts'
import { gligen } from '../sockets.ts'

export default defineNode({
  type: 'GLIGENLoader',
  title: 'GLIGENLoader',
  about: 'Loads a GLIGEN model, which puts what a text says into a box of the picture.',
  inputs: {
    gligen_name: file('gligen', { help: 'A file of models/gligen, such as gligen_sd14_textbox_pruned.' }),
  },
  outputs: { GLIGEN: gligen },

  async run({ gligen_name }) {
    return { GLIGEN: await loadGligen(gligen_name) }
  },
})

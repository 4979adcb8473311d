import { pictureKinds } from '../../../engine/pipeline/control/picture-kinds.ts'
import { choice } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { setPictureKind } from '../../pipeline.ts'
import { controlNet } from '../../sockets.ts'

export default defineNode({
  type: 'SetUnionControlNetType',
  title: 'SetUnionControlNetType',
  about: 'Sets which kind of reference image a union ControlNet gets, since it follows many kinds.',
  inputs: {
    control_net: controlNet,
    type: choice(['auto', ...pictureKinds], {
      help: 'What the reference image shows: a pose, depth, lines … With auto the network decides.',
    }),
  },
  outputs: { CONTROL_NET: controlNet },

  async run({ control_net, type }) {
    return { CONTROL_NET: await setPictureKind(control_net, type) }
  },
})

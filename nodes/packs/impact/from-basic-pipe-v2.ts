import { defineNode } from '../../define.ts'
import { basicPipe } from './basic-pipe.ts'
import fromBasicPipe from './from-basic-pipe.ts'

export default defineNode({
  ...fromBasicPipe,
  type: 'FromBasicPipe_v2',
  title: 'FromBasicPipe_v2',
  about: 'Takes the parts of a basic pipe apart and passes it on (Impact Pack).',
  outputs: { basic_pipe: basicPipe, ...fromBasicPipe.outputs },
  run: ({ basic_pipe }) => ({ basic_pipe, ...basic_pipe }),
})

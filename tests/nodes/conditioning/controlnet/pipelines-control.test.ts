import { expect, test } from 'vitest'
import { map } from '../../../../engine/tensor/tensor.ts'
import controlNetApplyAdvanced from '../../../../nodes/conditioning/controlnet/control-net-apply-advanced.ts'
import controlNetLoader from '../../../../nodes/loaders/control-net-loader.ts'
import { sessions } from '../../../engine/runtime/shared-sessions.ts'
import { caseContext, cases, drawCase, empty, expectCase, goldens } from '../../draw-case.ts'
import { goldenFile, tiny } from '../../tiny.ts'

/** Whole pictures that follow another one: what ComfyUI 0.3.64's Apply ControlNet draws (tests/nodes/draw-case.ts). */
const context = caseContext(sessions)
const { model, vae, prompts } = await tiny()
const { CONTROL_NET: control_net } = await controlNetLoader.run(
  { control_net_name: goldenFile('nets/controlnet_sd1.weights.safetensors') },
  context,
)
const image = map(goldens.get('hint_u8')!, v => v / 255)

const steered = cases.filter(({ name }) => name.startsWith('sd1.control.'))

test('there are four', () => expect(steered).toHaveLength(4))

test.each(steered)('$name', async c => {
  const [strength = 0.7, start_percent = 0, end_percent = 1] = numbersOf(c.name)
  const applied = await controlNetApplyAdvanced.run(
    { ...prompts, control_net, image, strength, start_percent, end_percent, vae: undefined },
    context,
  )
  await expectCase(c, await drawCase(c, { model, ...applied, latent: empty(1) }, context), vae, context)
})

/** `sd1.control.0.9.0.3.0.8` is strength 0.9 from 0.3 to 0.8. */
const numbersOf = (name: string): number[] =>
  [...name.slice('sd1.control.'.length).matchAll(/\d+\.\d+/g)].map(([number]) => Number(number))

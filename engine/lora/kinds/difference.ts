import { flat, type Kind, matrix } from './kind.ts'

/** All of ΔW as it is, of weights, biases and norms alike: what a merge of two checkpoints leaves when one is taken away. */
export const difference: Kind = {
  title: 'full difference',
  needs: ['diff'],
  makes: ({ diff }) => flat(diff!.shape),
  scale: () => 1,
  change: ({ tensor, by }) => matrix(tensor('diff')).mul(by),
}

/** Another weight in W's place, at any strength but 0: ΔW = sign(s)²·(V − W). */
export const replacement: Kind = {
  title: 'replacement',
  needs: ['set_weight'],
  readsWeight: true,
  makes: ({ set_weight }) => flat(set_weight!.shape),
  scale: () => 1,
  change: ({ w, tensor, strength }) =>
    matrix(tensor('set_weight')).sub(matrix(w)).mul(strength.sign()).mul(strength.sign()),
}

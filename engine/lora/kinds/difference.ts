import { flat, type Kind, matrix } from './kind.ts'

/** ΔW in full, for weights, biases and norms: the difference of two checkpoints. */
export const difference: Kind = {
  title: 'full difference',
  needs: ['diff'],
  makes: ({ diff }) => flat(diff!.shape),
  scale: () => 1,
  change: ({ tensor, by }) => matrix(tensor('diff')).mul(by),
}

/** Replaces W by V at any strength except 0: ΔW = sign(s)²·(V − W). */
export const replacement: Kind = {
  title: 'replacement',
  needs: ['set_weight'],
  readsWeight: true,
  makes: ({ set_weight }) => flat(set_weight!.shape),
  scale: () => 1,
  change: ({ w, tensor, strength }) =>
    matrix(tensor('set_weight')).sub(matrix(w)).mul(strength.sign()).mul(strength.sign()),
}

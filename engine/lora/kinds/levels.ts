import { flat, type Kind, matrix } from './kind.ts'

/** ΔW in 256 levels, as Fooocus stores its patches: ΔW = q/255·(most − least) + least. */
export const levels: Kind = {
  title: 'patch in levels',
  needs: ['levels', 'least', 'most'],
  makes: ({ levels }) => flat(levels!.shape),
  scale: () => 1,
  change({ tensor, by }) {
    const [least, most] = [tensor('least'), tensor('most')]
    return matrix(tensor('levels'))
      .mul(1 / 255)
      .mul(most.sub(least))
      .add(least)
      .mul(by)
  },
}

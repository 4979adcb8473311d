import type { ModelFile } from '../../runtime/contract/answers.ts'

/** What a file is called in the filter of the model library. A file that could not be read is of a kind of its own. */
export const kindOf = ({ kind }: Pick<ModelFile, 'kind'>): string => kind ?? 'Cannot be read'

/** The kinds of all files, each once; those that cannot be read come last. */
export const kindsOf = (models: readonly Pick<ModelFile, 'kind'>[]): readonly string[] => [
  ...new Set(models.toSorted((a, b) => Number(a.kind === null) - Number(b.kind === null)).map(kindOf)),
]

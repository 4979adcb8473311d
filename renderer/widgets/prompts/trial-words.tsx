import { Button } from 'react-aria-components'
import { trialModel, unknownWords, usesTrialModel, withThing } from '../../../graph/trial-model.ts'
import { buttons, texts } from '../../look/styles.ts'
import { useActive } from '../../studio/use-studio.ts'
import css from './trial-words.module.css'

interface Props {
  readonly node: string
  readonly text: string
  onChange(text: string): void
}

/** Beside a prompt of the small model: the words that it does not know, and what it can draw. */
export function TrialWords({ node, text, onChange }: Props) {
  const isTrial = useActive(({ present }) => usesTrialModel(present, node)) ?? false
  if (!isTrial) return null
  const unknown = unknownWords(text)
  return (
    <div className={css.words}>
      {unknown.length > 0 && (
        <p className={css.unknown}>
          {trialModel.title} does not know{' '}
          {unknown.map(word => (
            <mark key={word}>{word}</mark>
          ))}
        </p>
      )}
      <ul className={css.chips} aria-label="What it can draw">
        {trialModel.things.map(thing => (
          <li key={thing}>
            <Button className={`${buttons.chip} ${texts.faint}`} onPress={() => onChange(withThing(text, thing))}>
              {thing}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}

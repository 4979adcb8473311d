import { Copy } from 'lucide-react'
import { Button } from 'react-aria-components'
import type { Size } from '../../../graph/drawing/drawing.ts'
import { copyText } from '../../commands/pictures/picture-entries.ts'
import { IconButton } from '../../look/controls.tsx'
import { buttons, texts } from '../../look/styles.ts'
import type { ShownPicture } from '../../studio/past/gallery.ts'
import { useLayout, useStudio } from '../../studio/use-studio.ts'
import { seconds } from '../../widgets/durations.ts'
import css from './picture-facts.module.css'

/** What a picture was made from: its prompt, and in a line its seed, size, time and model; the rest on demand. */
export function PictureFacts({ shown, size }: { readonly shown: ShownPicture; readonly size: Size | null }) {
  const studio = useStudio()
  const isOpen = useLayout(({ resultDetails }) => resultDetails)
  const { run } = shown
  const summary = run?.summary
  const model = summary?.models[0]
  const line = [
    size && `${size.width} × ${size.height}`,
    run && seconds(run.ms / 1000),
    model && withoutEnding(model),
    summary?.seed != null && `seed ${summary.seed}`,
  ].filter(part => part)
  return (
    <div className={css.facts}>
      {summary?.prompt && (
        <div className={css.said}>
          <p className={isOpen ? css.prompt : `${css.prompt} ${css.short}`}>{summary.prompt}</p>
          <IconButton icon={Copy} label="Copy the prompt" onPress={() => copyText(studio, summary.prompt)} />
        </div>
      )}
      <div className={css.line}>
        <span className={texts.faint}>{line.map(unbroken).join(' · ')}</span>
        {run && (
          <Button
            className={buttons.link}
            aria-expanded={isOpen}
            onPress={() => studio.layout.store.setState({ resultDetails: !isOpen })}
          >
            {isOpen ? 'Less' : 'More'}
          </Button>
        )}
      </div>
      {isOpen && <Details shown={shown} />}
    </div>
  )
}

function Details({ shown: { picture, run } }: { readonly shown: ShownPicture }) {
  const { negative, steps, cfg, models = [] } = run?.summary ?? {}
  const rows: readonly (readonly [string, string | number | null | undefined])[] = [
    ['Negative prompt', negative],
    ['Steps', steps],
    ['cfg', cfg],
    ['Models', models.join(', ')],
    ['Device', run?.device],
    ['Workflow', run?.title],
    ['Made', run && new Date(run.started).toLocaleString()],
    ['File', [picture.subfolder, picture.filename].filter(part => part !== '').join('/')],
  ]
  return (
    <dl className={css.details}>
      {rows.map(
        ([name, value]) =>
          value != null &&
          value !== '' && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  )
}

/** A line ends between the facts, not inside one. */
const unbroken = (fact: unknown): string => String(fact).replaceAll(' ', '\u00a0')

const withoutEnding = (file: string): string => file.slice(file.lastIndexOf('/') + 1).replace(/\.\w+$/, '')

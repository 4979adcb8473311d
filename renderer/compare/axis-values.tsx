import { Check } from 'lucide-react'
import { useState } from 'react'
import { Button, Input, ListBox, ListBoxItem, TextArea, TextField } from 'react-aria-components'
import { type AxisText, writeValues } from '../../graph/compare/notation.ts'
import { suggestValues } from '../../graph/compare/suggest.ts'
import { kindOf } from '../../graph/widgets/widget-kinds.ts'
import { buttons, flow, lists } from '../look/styles.ts'
import { useChoices } from '../widgets/choices/choices.ts'
import { Scroll } from '../widgets/choices/scroll.tsx'
import css from './axis-values.module.css'
import type { Comparable } from './compare-values.ts'

interface Props {
  readonly label: string
  readonly axis: AxisText
  readonly comparable: Comparable
  /** @param values  as the notation has them */
  onChange(values: string): void
}

/** The values of an axis: ticked where they can be listed, one a line where they are texts, else typed. */
export function AxisValues(props: Props) {
  const Given = controls[kindOf(props.comparable.port).series?.given ?? 'texts']
  return <Given {...props} />
}

function Numbers({ label, axis, comparable, onChange }: Props) {
  const { widget, port, value } = comparable
  const usual = suggestValues(widget, port, value, [])
  const range = `${usual[0]} … ${usual.at(-1)}`
  const isFractional = (kindOf(port).series?.decimals ?? 0) > 0
  const offers = [usual.join(', '), isFractional ? `${range} in 5` : range]
  return (
    <>
      <TextField aria-label={label} value={axis.written} onChange={onChange}>
        <Input placeholder="1, 2, 4, 8 or 0 … 1 in 5" />
      </TextField>
      <div className={css.offers}>
        {offers
          .filter(offer => offer !== axis.written)
          .map(offer => (
            <Button key={offer} className={buttons.chip} onPress={() => onChange(offer)}>
              {offer}
            </Button>
          ))}
      </div>
    </>
  )
}

/** One text a line; what a line breaks itself is written `\n`. */
function Texts({ label, axis, onChange }: Props) {
  // An empty last line is still being typed; the notation does not have it.
  const [draft, setDraft] = useState('')
  const lines = axis.values.map(({ text }) => text.replaceAll('\n', '\\n')).join('\n')
  const shown = writtenOf(draft) === axis.written ? draft : lines
  const change = (text: string) => {
    setDraft(text)
    onChange(writtenOf(text))
  }
  return (
    <TextField aria-label={`${label}, one a line`} value={shown} onChange={change}>
      <TextArea rows={4} />
    </TextField>
  )
}

function writtenOf(text: string): string {
  const values = text.split('\n').map(line => line.replaceAll('\\n', '\n'))
  return writeValues(values.filter((value, i) => value !== '' || i < values.length - 1))
}

function Ticks({ label, axis, comparable, onChange }: Props) {
  const choices = useChoices(comparable.port)
  const isAll = axis.values.some(({ text, quoted }) => text === 'all' && !quoted)
  const ticked = isAll ? choices.map(({ id }) => id) : axis.values.map(({ text }) => text)
  // A value that is written but no longer available stays, so that it can be seen.
  const listed = [
    ...ticked.filter(id => !choices.some(each => each.id === id)).map(id => ({ id, title: id })),
    ...choices,
  ]
  return (
    <Scroll label={label}>
      <ListBox
        className={lists.options}
        aria-label={label}
        items={listed}
        selectionMode="multiple"
        selectedKeys={ticked}
        onSelectionChange={keys =>
          onChange(writeValues(listed.filter(({ id }) => keys === 'all' || keys.has(id)).map(({ id }) => id)))
        }
      >
        {({ id, title }) => (
          <ListBoxItem id={id} textValue={title}>
            <i className={css.tick}>
              <Check />
            </i>
            <span className={flow.name}>{title}</span>
          </ListBoxItem>
        )}
      </ListBox>
    </Scroll>
  )
}

const controls = { numbers: Numbers, ticks: Ticks, texts: Texts }

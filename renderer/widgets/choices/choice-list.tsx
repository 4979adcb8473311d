import { useState } from 'react'
import { Autocomplete, ListBox, ListBoxItem, useFilter } from 'react-aria-components'
import { SearchBox } from '../../look/controls.tsx'
import { useFirstRow } from '../../look/first-row.ts'
import { flow, lists, texts } from '../../look/styles.ts'
import css from './choice-list.module.css'
import { Scroll } from './scroll.tsx'

export interface Choice {
  readonly id: string
  readonly title: string
  /** Shown small on the right. */
  readonly hint?: string | undefined
  /** The address of a picture. */
  readonly picture?: string | null | undefined
}

interface Props {
  readonly label: string
  readonly choices: readonly Choice[]
  readonly selected: string | null
  /** Shown when there is nothing to select. */
  readonly empty: string
  onChoose(id: string): void
}

/** A list with a search field above it; the arrow keys move through the list while the field has the focus. */
export function ChoiceList({ label, choices, selected, empty, onChoose }: Props) {
  const { contains } = useFilter({ sensitivity: 'base' })
  const [text, setText] = useState('')
  /** The first match; without a text, what is selected stays. */
  const takeFirst = useFirstRow(text => {
    const first = text === '' && selected !== null ? selected : choices.find(({ title }) => contains(title, text))?.id
    if (first !== undefined) onChoose(first)
  })
  return (
    <div className={css.list} onKeyDownCapture={takeFirst}>
      <Autocomplete filter={contains} inputValue={text} onInputChange={setText}>
        <SearchBox aria-label={`Search ${label}`} autoFocus placeholder="Search" />
        <Scroll label="Choices">
          <ListBox
            className={lists.options}
            aria-label={label}
            items={choices}
            selectionMode="single"
            selectedKeys={selected === null ? [] : [selected]}
            onSelectionChange={keys => {
              const [key] = keys === 'all' ? [] : [...keys]
              onChoose(String(key ?? selected))
            }}
            renderEmptyState={() => <p className={css.none}>{choices.length === 0 ? empty : 'No choice matches.'}</p>}
          >
            {choice => (
              <ListBoxItem id={choice.id} textValue={choice.title}>
                {choice.picture && <img src={choice.picture} alt="" loading="lazy" />}
                <span className={flow.name}>{choice.title}</span>
                {choice.hint && <span className={texts.faint}>{choice.hint}</span>}
              </ListBoxItem>
            )}
          </ListBox>
        </Scroll>
      </Autocomplete>
    </div>
  )
}

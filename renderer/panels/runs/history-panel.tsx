import { History, Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from 'react-aria-components'
import { useStore } from 'zustand'
import { SearchBox } from '../../look/controls.tsx'
import { SidePanel } from '../../look/side-panel.tsx'
import { buttons, texts } from '../../look/styles.ts'
import { useStudio } from '../../studio/use-studio.ts'
import { pictureAddress } from '../../widgets/pictures/picture-address.ts'
import css from './history-panel.module.css'
import { RunEntry } from './run-entry.tsx'
import { ShowTwoPictures } from './two-pictures.tsx'

/** Past runs and their pictures. Each opens the exact workflow that made it. */
export function HistoryPanel() {
  const studio = useStudio()
  const { records, hasMore } = useStore(studio.history.store)
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [isSure, setSure] = useState(false)
  const more = () => void studio.attempt(studio.history.loadMore)
  useEffect(() => {
    if (studio.history.store.getState().records.length < 10) void studio.attempt(studio.history.loadMore)
  }, [studio])
  const clear = () =>
    void studio.attempt(async () => {
      await studio.history.clear()
      await studio.gallery.refresh()
    })
  const found = records.filter(({ title, summary }) =>
    `${title}\n${summary?.prompt ?? ''}`.toLowerCase().includes(text.toLowerCase()),
  )
  const choose = (address: string) =>
    setChosen(chosen.includes(address) ? chosen.filter(each => each !== address) : [...chosen.slice(-1), address])
  return (
    <SidePanel
      title="History"
      actions={
        <>
          <ShowTwoPictures chosen={chosen} />
          {records.length > 0 && (
            <Button
              className={isSure ? buttons.danger : buttons.icon}
              aria-label={isSure ? 'Confirm: clear the history. The pictures stay on disk.' : 'Clear the history'}
              onBlur={() => setSure(false)}
              onPress={() => (isSure ? clear() : setSure(true))}
            >
              <Trash2 /> {isSure && 'Clear?'}
            </Button>
          )}
        </>
      }
    >
      <SearchBox aria-label="Search history" value={text} onChange={setText} placeholder="Search by title or prompt" />
      <ul className={css.runs}>
        {found.map(record => (
          <RunEntry
            key={record.id}
            record={record}
            chosen={chosen}
            onChoose={picture => choose(pictureAddress(picture))}
          />
        ))}
      </ul>
      {hasMore && records.length > 0 && <Button onPress={more}>Show older</Button>}
      {found.length === 0 && <Nothing isSearch={records.length > 0} />}
    </SidePanel>
  )
}

const Nothing = ({ isSearch }: { readonly isSearch: boolean }) => (
  <p className={texts.empty}>
    <History />
    {isSearch
      ? 'No run has these words in its title or prompt.'
      : 'Every picture you make is listed here, with the exact workflow that made it.'}
  </p>
)

import { Image } from 'lucide-react'
import { Button } from 'react-aria-components'
import { useStore } from 'zustand'
import { texts } from '../look/styles.ts'
import { PictureMenuArea } from '../panels/pictures/picture-menu.tsx'
import { exactFollows } from '../studio/run-view.ts'
import { useActive, useLayout, useRunView, useStudio } from '../studio/use-studio.ts'
import { seconds } from '../widgets/durations.ts'
import { pictureAddress } from '../widgets/pictures/picture-address.ts'
import css from './form-pictures.module.css'

/** The pictures of the form's nodes, large. During a run, the unfinished picture comes first. */
export function FormPictures({ nodes }: { readonly nodes: readonly string[] }) {
  const { layout, runs, gallery } = useStudio()
  const id = useActive(({ id }) => id)
  const pictures = useStore(runs.store, ({ pictures }) => (id === undefined ? undefined : pictures[id]))
  const view = useRunView()
  const live = useLayout(({ live }) => live)
  const of = pictures ?? {}
  // A form that nobody has made yet names no nodes.
  const all = nodes.length > 0 ? nodes.flatMap(node => of[node] ?? []) : Object.values(of).flat()
  const unfinished = view?.unfinished
  const replaced = unfinished?.urls.length ?? 0
  const isOld = replaced > 0
  const columns = Math.ceil(Math.sqrt(Math.max(all.length, replaced))) || 1
  const shown = (element: Element | null) => {
    const found = all.find(({ filename }) => filename === element?.getAttribute('data-name'))
    return found && gallery.find(found)
  }
  return (
    <section className={css.place} aria-label="Pictures" aria-live="polite">
      {all.length === 0 && !isOld ? (
        <p className={texts.empty}>
          <Image />
          {live ? 'Change a setting to update the picture.' : 'Press Run to make pictures. They are shown here.'}
        </p>
      ) : (
        <PictureMenuArea of={element => shown(element.closest('[data-name]'))}>
          <div className={css.pictures} style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
            {unfinished?.urls.map((url, i) => (
              <figure key={url}>
                <img src={url} alt={unfinished.isDecoding ? `${exactFollows} (${i + 1})` : 'Unfinished'} />
                {unfinished.isDecoding && <figcaption>{exactFollows}</figcaption>}
              </figure>
            ))}
            {all.map((picture, i) => {
              const title = `Picture ${i + 1} of ${all.length}`
              return i < replaced ? null : (
                <Button
                  data-name={picture.filename}
                  key={`${picture.subfolder}/${picture.filename}`}
                  className={isOld ? css.old : ''}
                  aria-label={title}
                  onPress={() => layout.open({ kind: 'picture', address: pictureAddress(picture), title })}
                >
                  <img src={pictureAddress(picture)} alt={title} />
                </Button>
              )
            })}
          </div>
        </PictureMenuArea>
      )}
      {view?.status === 'done' && view.ms !== null && all.length > 0 && (
        <p className={texts.faint}>
          {all.length === 1 ? 'one picture' : `${all.length} pictures`} in {seconds(view.ms / 1000)}
        </p>
      )}
    </section>
  )
}

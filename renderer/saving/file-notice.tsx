import { TriangleAlert } from 'lucide-react'
import { Button } from 'react-aria-components'
import { runCommand } from '../commands/all-commands.ts'
import { buttons } from '../look/styles.ts'
import { isDirty } from '../studio/documents.ts'
import { fileNews } from '../studio/file-news.ts'
import { useActive, useDocument, useStudio } from '../studio/use-studio.ts'
import { reload } from './save.ts'
import css from './saving.module.css'

/** Above a document whose file another program changed or deleted: what happened, and what can be done. */
export function FileNotice() {
  const studio = useStudio()
  const document = useDocument()
  const now = useActive()
  const news = now && fileNews(now)
  if (!now || !news) return null
  return (
    <div className={css.news} role="status">
      <TriangleAlert />
      <p>
        {news === 'deleted'
          ? `The file of ${now.title} was deleted. Saving writes it again.`
          : `${now.title} was changed on disk.${isDirty(now) ? ' Reloading replaces your edits; it can be undone.' : ''}`}
      </p>
      {news === 'deleted' ? (
        <Button className={buttons.link} onPress={() => runCommand(studio, 'file.save', document)}>
          Save
        </Button>
      ) : (
        <Button className={buttons.link} onPress={() => void reload(studio, document)}>
          Reload
        </Button>
      )}
      <Button className={buttons.link} onPress={() => document.keepMine()}>
        {news === 'deleted' ? 'Dismiss' : 'Keep mine'}
      </Button>
    </div>
  )
}

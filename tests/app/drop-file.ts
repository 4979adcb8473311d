import type { Page } from '@playwright/test'

/** Drops a file on the window, as the system does. */
export async function dropFile(page: Page, name: string, type: string, bytes: Uint8Array): Promise<void> {
  const transfer = await page.evaluateHandle(
    ({ name, type, text }) => {
      const data = new DataTransfer()
      const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0))
      data.items.add(new File([bytes], name, { type }))
      return data
    },
    { name, type, text: Buffer.from(bytes).toString('base64') },
  )
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer })
}

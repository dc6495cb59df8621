// Uploads a file with tus-js-client and tells what happens as lines of JSON. With `pauseAt`, it stops for good once so
// many bytes are acknowledged; with `holdAt`, it waits there for a line on its input and goes on.
import { createReadStream } from 'node:fs'
import { once } from 'node:events'
import { FileUrlStorage, Upload } from 'tus-js-client'

const { endpoint, token, file, metadata, store, chunkSize, pauseAt, holdAt, terminateAt, options } = JSON.parse(
  process.argv[2],
)
const tell = (event) => process.stdout.write(`${JSON.stringify(event)}\n`)
let acknowledged = 0
let held = false

const upload = new Upload(createReadStream(file), {
  endpoint,
  metadata,
  chunkSize,
  headers: { Authorization: `Bearer ${token}` },
  urlStorage: new FileUrlStorage(store),
  removeFingerprintOnSuccess: true,
  retryDelays: Array(120).fill(500),
  async onBeforeRequest() {
    if (holdAt && !held && acknowledged >= holdAt) {
      held = true
      tell({ event: 'held', acknowledged, url: upload.url })
      await once(process.stdin, 'data')
      process.stdin.pause()
    }
  },
  async onChunkComplete(_size, accepted) {
    acknowledged = accepted
    if ((pauseAt && accepted >= pauseAt) || (terminateAt && accepted >= terminateAt)) {
      await upload.abort(Boolean(terminateAt))
      tell({ event: terminateAt ? 'terminated' : 'paused', acknowledged, url: upload.url })
      process.exit(0)
    }
  },
  onError(error) {
    const response = error.originalResponse
    tell({ event: 'error', status: response?.getStatus(), body: response?.getBody(), message: error.message })
  },
  onSuccess({ lastResponse }) {
    tell({
      event: 'success',
      url: upload.url,
      state: lastResponse.getHeader('Reels-Upload-State'),
      reelId: lastResponse.getHeader('Reels-Reel-Id'),
    })
  },
  ...options,
})

const previous = await upload.findPreviousUploads()
if (previous.length > 0) {
  tell({ event: 'resuming', url: previous[0].uploadUrl })
  upload.resumeFromPreviousUpload(previous[0])
}
upload.start()

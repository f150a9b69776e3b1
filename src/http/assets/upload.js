// Files by choosing, dropping and pasting: each starts at once, shows how far it is, and goes on after a break.
const form = /** @type {HTMLFormElement} */ (document.querySelector('#draft'));
const list = /** @type {HTMLUListElement} */ (document.querySelector('#uploads'));
const input = /** @type {HTMLInputElement} */ (document.querySelector('#files'));
const drop = /** @type {HTMLElement} */ (document.querySelector('#drop'));
const { tus: script = '', broken = '' } = form.dataset;
const draft = () => /** @type {HTMLInputElement} */ (form.elements.namedItem('draft')).value;

/** The client of the protocol, loaded at the first file. @returns {Promise<any>} */
const client = () =>
  new Promise((resolve, reject) => {
    const known = /** @type {any} */ (window).tus;
    if (known) return resolve(known);
    const element = document.createElement('script');
    element.src = script;
    element.onload = () => resolve(/** @type {any} */ (window).tus);
    element.onerror = reject;
    document.head.append(element);
  });

/** @param {Iterable<File>} files */
async function take(files) {
  const { Upload } = await client();
  for (const file of files) start(Upload, file);
}

/** @param {any} Upload @param {File} file */
async function start(Upload, file) {
  const line = document.createElement('li');
  const bar = document.createElement('progress');
  const name = document.createElement('b');
  const state = document.createElement('small');
  const middle = document.createElement('span');
  name.textContent = file.name;
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute('aria-label', file.name);
  middle.append(name, state, bar);
  line.append(document.createElement('span'), middle);
  list.append(line);
  const upload = new Upload(file, {
    endpoint: '/uploads',
    // So small that a piece ends within the time that a request may take.
    chunkSize: 1024 * 1024,
    retryDelays: [0, 1000, 3000, 5000, 10_000, 20_000],
    removeFingerprintOnSuccess: true,
    fingerprint: async () => `${draft()} ${file.name} ${file.size} ${file.lastModified}`,
    metadata: { draft: draft(), filename: file.name, filetype: file.type },
    /** @param {number} sent @param {number} all */
    onProgress: (sent, all) => {
      bar.value = (100 * sent) / all;
      state.textContent = `${Math.round((100 * sent) / all)} %`;
      state.className = '';
    },
    onShouldRetry: () => {
      state.textContent = broken;
      state.className = 'wait';
      return true;
    },
    /** @param {Error & { originalResponse?: { getStatus(): number } }} error */
    onError: error => {
      state.textContent = error.originalResponse?.getStatus() === 413 ? (form.dataset.toobig ?? '') : broken;
      state.className = 'wait';
    },
    onSuccess: () => {
      line.remove();
      void refresh();
    },
  });
  const [earlier] = await upload.findPreviousUploads();
  if (earlier) upload.resumeFromPreviousUpload(earlier);
  upload.start();
}

async function refresh() {
  const response = await fetch(`/new/${draft()}/files`);
  if (!response.ok) return;
  const pending = [...list.children].filter(each => !(/** @type {HTMLElement} */ (each).dataset.upload));
  list.replaceChildren(document.createRange().createContextualFragment(await response.text()), ...pending);
}

input.addEventListener('change', () => {
  const files = [...(input.files ?? [])];
  input.value = '';
  void take(files);
});
drop.addEventListener('dragover', event => event.preventDefault());
drop.addEventListener('drop', event => {
  event.preventDefault();
  void take([...(event.dataTransfer?.files ?? [])]);
});
document.addEventListener('paste', event => {
  const files = [...(event.clipboardData?.files ?? [])];
  if (files.length === 0) return;
  event.preventDefault();
  void take(files);
});

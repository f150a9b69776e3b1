import { sizeOf } from '../../delivery/templates/formats.ts';
import type { UploadRow } from '../../drafts/uploads.ts';
import type { SignedInVisit } from '../visit.ts';
import type { FormState } from './form-state.ts';
import { icon } from './icons.ts';
import { type Html, html } from './page.ts';

export function filesField(visit: SignedInVisit, { files, maxFilesBytes }: FormState): Html {
  const { say, locale } = visit;
  return html`<div class="field"><p class="label" id="files-label">${say('new.files')}</p>
<div class="drop" id="drop"><p>${say('new.filesHow')}</p><label class="choose"><span class="hidden">${say('new.choose')}</span><input type="file" name="files" id="files" multiple></label><button class="button" type="submit" name="save" value="1">${say('new.addFiles')}</button></div>
<ul class="uploads" id="uploads">${files.map(file => uploadLine(visit, file))}</ul>
<p class="help">${say('new.filesMost', { size: sizeOf(maxFilesBytes, locale) })}</p></div>`;
}

export function uploadLine({ say, locale }: SignedInVisit, file: UploadRow): Html {
  const size = sizeOf(file.size, locale);
  const state = file.complete
    ? html`<small>${size}, ${say('/kept')}</small>`
    : html`<small class="wait">${say('new.broken', { size: sizeOf(file.received, locale), of: size })}</small>`;
  return html`<li data-upload="${file.id}"><span class="thumb">${icon('file')}</span><span><b>${file.name}</b>${state}</span><button class="button quiet" type="submit" name="remove" value="${file.id}" aria-label="${say('new.removeNamed', { name: file.name })}">${say('new.remove')}</button></li>`;
}

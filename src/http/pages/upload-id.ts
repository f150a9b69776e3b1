/** `DRAFT-UPLOAD`: two ids of ours. Empty where it is none. */
const shape = /^([0-9a-z]{26})-([0-9a-z]{26})$/;
export const draftIn = (id: string | undefined): string => shape.exec(id ?? '')?.[1] ?? '';
export const uploadIn = (id: string): string => shape.exec(id)?.[2] ?? '';

// Incidents as several people would report them, each in his own words: subject | text.
export const incidents: Record<string, readonly string[]> = {
  'calendar stays empty': [
    'Calendar empty | Since 9:00 the booking calendar stays empty for every doctor, no slots are shown at all.',
    'No slots visible in the calendar | We open the calendar and there are no slots for any doctor. It started this morning.',
    'Booking calendar | Our secretaries see an empty calendar, the doctors have no slots to book any more.',
    'Agenda | The calendar shows no slots, patients cannot book with any doctor.',
  ],
  'reminders not sent': [
    'SMS reminders not sent | Patients did not receive their SMS reminders for the appointments of this week.',
    'No reminders | The appointment reminders by SMS have stopped, several patients missed their visit.',
    'Reminder messages | None of our patients received the SMS reminder, appointments are being missed.',
  ],
  'login loops': [
    'Cannot log in | After entering the password the login page comes back, no doctor can enter the back-office.',
    'Login page loops | We type the password, press enter and are on the login page again. Back-office cannot be reached.',
    'Password accepted but login again | The back-office sends us back to the login page after the password.',
  ],
  'payments fail': [
    'Card payments refused | Online payments by credit card are refused at the last step with code 402.',
    'Payment by credit card | Patients paying online are refused, the credit card step answers code 402.',
    'Online payments | All credit cards are declined since noon, payment page shows 402.',
  ],
  'invoices wrong amount': [
    'Invoices with the wrong amount | The invoices printed yesterday carry VAT twice, the total amount is too large.',
    'VAT charged twice | On our invoices VAT is added two times, so the amount patients owe is too large.',
    'Amount on invoice | Invoice totals are too large because VAT is counted twice.',
  ],
  'video visit without sound': [
    'No sound in video visits | During video visits the doctor hears nothing, the microphone of the patient is not used.',
    'Video visit: microphone | The microphone is muted in every video visit and we hear no sound.',
    'Video consultation silent | No sound during the video consultation, microphone permission was given.',
  ],
  'documents do not upload': [
    'Upload of documents | Uploading a PDF document to the dossier stops at 99 percent.',
    'PDF upload hangs | When a patient uploads PDF documents into the dossier the progress bar hangs at 99 percent.',
    'Dossier documents | The dossier does not accept PDF documents, upload stays at 99 percent.',
  ],
  'app crashes': [
    'App crashes on Android | The patient app closes itself right after the start on Android phones.',
    'Android app closes | On Android the app starts, shows the logo and closes. Reinstalling the app did not change it.',
    'Mobile app | Patients with Android phones report that the app crashes when it starts.',
  ],
  'prescription print': [
    'Prescriptions print blank | Printing a prescription gives a blank page on all printers.',
    'Blank prescriptions | The printer puts out blank pages when we print prescriptions.',
    'Printing prescriptions | All prescriptions come out of the printer as blank pages.',
  ],
  'duplicate patients': [
    'Patients twice in the search | Searching a patient by name lists him twice, with two record numbers.',
    'Duplicate patient records | The search lists patients twice, each with another record number.',
  ],
  'waiting list order': [
    'Waiting list order | The waiting list is sorted by name and not by arrival any more.',
    'Order of the waiting list | Patients on the waiting list are no longer sorted by arrival.',
  ],
  'lab results missing': [
    'Laboratory results missing | Blood test results of the laboratory do not arrive in the record since Tuesday.',
    'No blood test results | The laboratory sent blood test results, but the records of patients do not have them.',
    'Laboratory interface | Results from the laboratory are missing in all records since Tuesday.',
  ],
  'slow pages': [
    'Everything is slow | Every page takes thirty seconds to load, in all browsers.',
    'Pages load slowly | Loading a page takes half a minute or thirty seconds in Chrome and Firefox, all browsers.',
  ],
  'opening hours': [
    'Opening hours | How do I change the opening hours of our centre for the holidays in August?',
    'Change of opening hours in August | We are closed for the August holidays, how are the opening hours of the centre changed?',
  ],
  'new account': [
    'Account for a colleague | Could you create an account for our colleague Anna Berg, nurse at the reception?',
    'New nurse | A nurse begins at the reception next week, she needs an account of her own.',
  ],
  'export fails': [
    'Export to Excel | Exporting the monthly statistics to Excel ends with a timeout.',
    'Statistics export times out | The Excel export of the monthly statistics runs into a timeout.',
  ],
  'agenda vuota': [
    'Agenda vuota | Da stamattina le agende dei medici risultano vuote, nessuna disponibilità in prenotazione.',
    'Nessuna disponibilità | Le agende dei medici sono vuote e i pazienti non trovano disponibilità per la prenotazione.',
    'Prenotazioni | In prenotazione non compare nessuna disponibilità, le agende sembrano vuote.',
  ],
  'fattura elettronica scartata': [
    'Fatture scartate | Le fatture elettroniche vengono scartate dal SdI con codice 00305.',
    'Scarto SdI 00305 | Tutte le fatture elettroniche di oggi hanno uno scarto dal SdI, codice 00305.',
  ],
  'referti non visibili': [
    'Referti non visibili | I pazienti non vedono i referti nel fascicolo dopo la firma del medico.',
    'Fascicolo senza referti | Dopo la firma digitale il referto non è visibile nel fascicolo del paziente.',
  ],
  'citas duplicadas': [
    'Citas duplicadas | Al reservar por la web la cita queda duplicada en la agenda del médico.',
    'Reserva doble | La reserva por la web crea dos citas iguales, queda duplicada en la agenda.',
  ],
  'recordatorios en inglés': [
    'Recordatorios en inglés | Los pacientes reciben los recordatorios en inglés en lugar de español.',
    'Idioma de los recordatorios | Desde la actualización los recordatorios llegan en inglés a los pacientes, no en español.',
  ],
  'rendez-vous décalés': [
    'Rendez-vous décalés | Les rendez-vous sont décalés d’une heure dans le calendrier depuis dimanche.',
    'Décalage d’une heure | Depuis le changement d’heure de dimanche tous les rendez-vous du calendrier sont décalés.',
  ],
  Etiketten: [
    'Etiketten drucken | Beim Drucken der Etiketten fehlt der Barcode der Patienten.',
    'Barcode auf Etiketten | Auf den gedruckten Etiketten fehlt seit dem Update der Barcode.',
  ],
  Überweisung: [
    'Überweisungen | Überweisungen an den Facharzt lassen sich nicht signieren, die Karte wird nicht erkannt.',
    'Signieren mit Karte | Die Karte wird beim Signieren einer Überweisung nicht erkannt.',
  ],
};

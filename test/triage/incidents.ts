// Incidents as several people would report them, each in his own words: subject | text.
//
// Many lie close to each other on purpose: the same function with another fault, the same fault of
// another function, the same words on another instance (named behind @), other numbers, few words.
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
  // The same function as above, and another matter.
  'calendar colours': [
    'Calendar colours | In the booking calendar the colours of the visit types are gone, every slot is grey.',
    'All slots grey | Since this morning the calendar has no colours any more, each visit type is shown grey.',
  ],
  'calendar of one doctor deleted': [
    'Delete a doctor’s agenda | Doctor Weiss has retired, please delete his calendar and free his slots.',
    'Agenda of Dr Weiss | Could you remove the calendar of Dr Weiss, who has retired? He takes no patients.',
  ],
  'reminders wrong time': [
    'SMS reminders at night | The SMS reminders go out at three in the night, patients complain.',
    'Reminders in the night | Patients get their SMS reminder at 3 am instead of the afternoon, they complain loudly.',
  ],
  'payments refund': [
    'Refund of a card payment | A patient paid twice by credit card online and wants one payment refunded.',
    'Paid twice | How do we refund an online payment by credit card? The patient was charged twice.',
  ],
  'login for one': [
    'Password reset for Dr Brown | Dr Brown forgot his password for the back-office, please send him a reset link.',
    'Reset link | Please send a password reset link to Dr Brown, he does not remember it.',
  ],
  'login loops @tt_boreal': [
    'Login not possible | The login page comes back after the password, back-office cannot be entered.',
    'Back-office login | After typing the password we are on the login page again.',
  ],
  'calendar stays empty @tt_boreal': [
    'Calendar empty | The booking calendar is empty for all doctors, no slots.',
    'No slots | There are no slots for any doctor in the calendar since 9:00.',
  ],
  'export of patients': [
    'Export of patient list | The CSV export of the patient list lacks the birth date column.',
    'Birth date missing in CSV | When we export the list of patients as CSV there is no column with the birth date.',
  ],
  'documents not readable': [
    'PDF in dossier unreadable | The PDF documents in the dossier open as a page of strange letters.',
    'Strange letters in PDF documents | Opening a document of the dossier shows strange letters instead of the report.',
  ],
  'printer labels': [
    'Label printer | The label printer at the reception prints half of each label only.',
    'Labels cut off | Labels are cut in the middle by the printer at the reception.',
  ],
  'code 500 on save': [
    'Error 500 | Saving an anamnesis gives error 500.',
    'Anamnesis cannot be saved | On saving the anamnesis form we get internal server error 500.',
  ],
  'code 500 on upload': [
    'Error 500 | Uploading a photo of the skin gives error 500.',
    'Photo upload | When a skin photo is uploaded internal server error 500 appears.',
  ],
  'code 403 on statistics': [
    'Error 403 | Opening the statistics gives error 403.',
    'Statistics forbidden | 403 forbidden when any of us opens the statistics page.',
  ],
  'portal down': [
    'Portal down | The portal cannot be reached, browser says connection refused.',
    'Site unreachable | Nobody can reach the portal, connection refused in the browser.',
    'Portal offline?? | connection refused since 10 minutes, portal not reachable from here',
  ],
  'fax number': [
    'Wrong fax number | The fax number on our letterhead is wrong, it should end in 81.',
    'Letterhead | Please correct the fax number printed on the letterhead.',
  ],
  // Follow-ups by another person, and short ones.
  'check-in kiosk': [
    'Kiosk | The check-in kiosk in the lobby does not read health cards.',
    'Check-in terminal | Same here: kiosk does not accept any health card since the update.',
    'Health cards at the kiosk | Still the case today, the kiosk in the lobby reads no health cards.',
  ],
  'telephone integration': [
    'Phone calls | Incoming calls no longer open the patient record (CTI).',
    'CTI | Since the phone exchange was replaced CTI does not open the record on incoming calls.',
  ],
  'consent form': [
    'Consent form outdated | The privacy consent form shown to patients is the one of 2023.',
    'Privacy consent | Patients are still shown the old privacy consent form of 2023 and not the new one.',
  ],
  // Italian
  'agenda sovrapposta': [
    'Appuntamenti sovrapposti | Nell’agenda del dott. Neri compaiono due appuntamenti alla stessa ora.',
    'Doppio appuntamento | Due pazienti prenotati alla stessa ora nell’agenda del dottor Neri, appuntamenti sovrapposti.',
  ],
  'firma digitale': [
    'Firma digitale | La firma digitale dei referti va in errore, il dispositivo OTP non viene accettato.',
    'OTP non accettato | Al momento della firma del referto il codice OTP non viene accettato.',
    'Non riusciamo a firmare | I medici non firmano i referti: OTP rifiutato alla firma digitale.',
  ],
  'firma digitale scaduta': [
    'Certificato di firma scaduto | Il certificato di firma del dott. Galli scade domani, come si rinnova?',
    'Rinnovo certificato | Come rinnoviamo il certificato di firma digitale in scadenza del dottor Galli?',
  ],
  'ricetta dematerializzata': [
    'Ricetta dematerializzata | L’invio della ricetta dematerializzata al SAC non va, risponde NRE non disponibile.',
    'NRE | Nessun NRE disponibile quando inviamo una ricetta dematerializzata.',
  ],
  'stampa etichette provette': [
    'Etichette provette | Le etichette delle provette escono storte dalla stampante del laboratorio.',
    'Stampante laboratorio | La stampante del laboratorio stampa storte le etichette delle provette.',
  ],
  'sms conferma': [
    'SMS di conferma | I pazienti non ricevono l’SMS di conferma dopo la prenotazione.',
    'Conferma prenotazione | Dopo la prenotazione non arriva alcun SMS di conferma al paziente.',
  ],
  'ticket sanitario': [
    'Importo del ticket | Il ticket sanitario calcolato per gli esenti E01 risulta di 36 euro invece di zero.',
    'Esenzione E01 | Agli esenti E01 viene chiesto il ticket di 36 euro, dovrebbe essere zero.',
  ],
  'lista attesa': [
    'Lista d’attesa | Non si possono aggiungere pazienti alla lista d’attesa della cardiologia.',
    'Cardiologia | Aggiungere un paziente alla lista d’attesa in cardiologia non è possibile, pulsante disattivato.',
  ],
  // Spanish
  'receta electrónica': [
    'Receta electrónica | Al firmar la receta electrónica el sistema se queda cargando y no termina.',
    'No se firman recetas | Las recetas electrónicas se quedan cargando al firmar, en todas las consultas.',
  ],
  'receta impresa': [
    'Impresión de recetas | La receta impresa sale sin el código de barras.',
    'Código de barras | Al imprimir recetas falta el código de barras en el papel.',
  ],
  videoconsulta: [
    'Videoconsulta | En la videoconsulta el paciente no ve la imagen del médico, pantalla negra.',
    'Pantalla negra | Los pacientes ven una pantalla negra durante la videoconsulta.',
    'Vídeo sin imagen | El médico aparece como pantalla negra en la videoconsulta del paciente.',
  ],
  analítica: [
    'Analíticas | Los resultados de las analíticas no se vuelcan en la historia clínica desde el lunes.',
    'Resultados de laboratorio | No llegan a la historia clínica los resultados de analíticas del laboratorio.',
  ],
  'alta usuario': [
    'Alta de usuario | Necesitamos dar de alta a la enfermera Lucía Paz en admisión.',
    'Nueva enfermera | Por favor, alta de usuario para Lucía Paz, enfermera de admisión.',
  ],
  'tarifas mutua': [
    'Tarifas de la mutua | Las tarifas de la mutua Levante están desactualizadas en facturación.',
    'Mutua Levante | En facturación salen las tarifas antiguas de la mutua Levante.',
  ],
  // Portuguese
  'marcações desaparecidas': [
    'Marcações desapareceram | As marcações de amanhã desapareceram da agenda da ortopedia.',
    'Agenda da ortopedia | Na agenda da ortopedia já não estão as marcações de amanhã, desapareceram.',
    'Ortopedia sem marcações | As marcações da ortopedia para amanhã sumiram todas.',
  ],
  'marcações em duplicado': [
    'Marcações em duplicado | Cada marcação feita no balcão fica em duplicado na agenda.',
    'Duplicado | Ao marcar no balcão a marcação aparece em duplicado.',
  ],
  'guia de tratamento': [
    'Guia de tratamento | A guia de tratamento não é enviada por email ao utente.',
    'Email com a guia | Os utentes não recebem o email com a guia de tratamento.',
  ],
  'fatura NIF': [
    'NIF na fatura | O NIF do utente não sai na fatura impressa.',
    'Faturas sem NIF | As faturas impressas saem sem o NIF do utente, reclamam no balcão.',
  ],
  'cartão de cidadão': [
    'Leitor do cartão de cidadão | O leitor do cartão de cidadão deixou de ser reconhecido no balcão 2.',
    'Cartão de cidadão | No balcão 2 o leitor não lê nenhum cartão de cidadão, não é reconhecido.',
  ],
  // French
  téléconsultation: [
    'Téléconsultation | Le lien de téléconsultation envoyé aux patients mène à une page introuvable.',
    'Lien invalide | Les patients qui cliquent sur le lien de téléconsultation arrivent sur une page introuvable.',
  ],
  'téléconsultation facturation': [
    'Facturer une téléconsultation | Comment facture-t-on une téléconsultation avec le code TCG ?',
    'Code TCG | Quelle est la démarche pour facturer la téléconsultation avec le code TCG ?',
  ],
  'carte vitale': [
    'Lecteur carte Vitale | La carte Vitale n’est plus lue à l’accueil depuis la mise à jour.',
    'Carte Vitale non lue | Impossible de lire une carte Vitale à l’accueil, le lecteur clignote rouge.',
    'Accueil bloqué | Aucune carte Vitale n’est lue, le lecteur clignote.',
  ],
  'feuilles de soins': [
    'Feuilles de soins | Les feuilles de soins électroniques restent en attente de télétransmission.',
    'Télétransmission | La télétransmission des feuilles de soins ne part plus, elles restent en attente.',
  ],
  'ordonnance illisible': [
    'Ordonnances | Sur les ordonnances imprimées le nom du médicament est coupé.',
    'Médicament coupé | Le nom du médicament est coupé à l’impression de l’ordonnance.',
  ],
  'comptes rendus': [
    'Comptes rendus | Les comptes rendus de radiologie n’apparaissent pas dans le dossier.',
    'Radiologie | Pas de comptes rendus de radiologie visibles dans les dossiers des patients.',
  ],
  // German
  'Terminbuchung leer': [
    'Keine Termine buchbar | In der Online-Terminbuchung werden für keinen Arzt freie Termine angezeigt.',
    'Online-Buchung leer | Patienten sehen online keine freien Termine, bei allen Ärzten leer.',
    'Terminbuchung | Die Online-Terminbuchung zeigt keine freien Termine mehr an.',
  ],
  'Terminbuchung doppelt': [
    'Termine doppelt vergeben | Die Online-Terminbuchung hat denselben Termin an zwei Patienten vergeben.',
    'Doppelbuchung | Zwei Patienten haben online denselben Termin gebucht, doppelt vergeben.',
  ],
  Arztbrief: [
    'Arztbriefe | Der Versand der Arztbriefe über KIM bleibt in der Warteschlange hängen.',
    'KIM-Versand | Arztbriefe gehen nicht raus, KIM-Warteschlange wächst.',
  ],
  Laborwerte: [
    'Laborwerte fehlen | Laborwerte vom Wochenende fehlen in der Patientenakte.',
    'Keine Laborwerte | In den Patientenakten sind keine Laborwerte vom Wochenende.',
  ],
  'Laborwerte falsche Einheit': [
    'Laborwerte mit falscher Einheit | Kreatinin wird in der Patientenakte in mmol statt mg angezeigt.',
    'Einheit Kreatinin | Die Einheit beim Kreatinin ist falsch, mmol statt mg.',
  ],
  eRezept: [
    'E-Rezept | Beim Signieren eines E-Rezepts kommt Konnektor nicht erreichbar.',
    'Konnektor | Konnektor nicht erreichbar, E-Rezepte lassen sich nicht signieren.',
    'Rezepte gehen nicht | kein E-Rezept möglich, Meldung Konnektor nicht erreichbar',
  ],
  Urlaubsvertretung: [
    'Urlaubsvertretung eintragen | Wie tragen wir für Dr. Adler eine Urlaubsvertretung im Kalender ein?',
    'Vertretung Dr. Adler | Dr. Adler ist im Urlaub, wo stellt man die Vertretung im Kalender ein?',
  ],
  'Passwort abgelaufen': [
    'Passwort abgelaufen | Das Passwort von Schwester Ute ist abgelaufen, bitte zurücksetzen.',
    'Zurücksetzen | Bitte das Passwort für Schwester Ute zurücksetzen, es ist abgelaufen.',
  ],
  // Written when all was measured above, to see what it does with words that it had not met.
  'wristbands not read': [
    'Barcode scanner | The barcode scanner on ward 3 does not read wristbands since this morning.',
    'Wristbands | Scanning patient wristbands on ward 3 is not possible, scanner beeps but nothing comes up.',
  ],
  'wristbands pale': [
    'Barcode on wristbands faded | The wristband printer on ward 3 prints barcodes that are too pale.',
    'Pale barcodes | Wristbands come out with a pale barcode on ward 3.',
  ],
  'discharge letter logo': [
    'Discharge letter | The discharge letter template has the old logo of the hospital.',
    'Old logo | Our discharge letters still carry the old logo, can you change the template?',
  ],
  'discharge letters lost': [
    'Discharge letters lost | Discharge letters written yesterday are not in the archive.',
    'Archive | The archive has none of the discharge letters of yesterday.',
  ],
  'admissions interface': [
    'HL7 interface stopped | No ADT messages from the HL7 interface since 02:00, patients admitted at night are missing.',
    'ADT messages missing | Patients admitted tonight are not there, HL7 ADT feed seems stopped.',
    'Patients admitted at night not in the list | admissions from the night are missing, HL7?',
  ],
  'remote access': [
    'VPN | Home office users cannot connect, VPN says certificate expired.',
    'Remote access | VPN certificate expired, nobody at home can connect.',
  ],
  'chat covers button': [
    'Chat widget | The chat widget on our website covers the booking button on mobile.',
    'Booking button hidden | On mobile phones the chat bubble covers the button for booking.',
  ],
  'booking on a holiday': [
    'Holidays | Patients can book on 26 December although we are closed.',
    'Booking on holidays | It is possible to book appointments on 26 December, the centre is closed that day.',
  ],
  'survey twice': [
    'Survey mails | The satisfaction survey is sent twice to each patient.',
    'Satisfaction survey | Patients complain of getting the satisfaction survey two times.',
  ],
  'portal in German': [
    'Language of portal | The portal switches to German after the login for Italian users.',
    'Portal in German | Italian users see the portal in German once logged in.',
  ],
  'cartella lenta': [
    'Cartella clinica lenta | La cartella clinica impiega minuti ad aprirsi in pronto soccorso.',
    'Lentezza | In pronto soccorso la cartella clinica è lentissima ad aprirsi.',
  ],
  'stampa del consenso': [
    'Consenso privacy | Il modulo di consenso privacy non si stampa in accettazione.',
    'Stampa consenso | In accettazione non viene stampato il consenso privacy.',
  ],
  totem: [
    'Totem | Il totem all’ingresso non stampa il numero di chiamata.',
    'Numero di chiamata | Il totem dell’ingresso non rilascia il numerino di chiamata.',
  ],
  'accesso SPID': [
    'SPID | Accesso con SPID al portale rifiutato, torna alla home.',
    'Login SPID | Con SPID i pazienti non accedono al portale, tornano alla home.',
  ],
  'accesso CIE': [
    'CIE | Accesso con CIE non riesce, chiede il PIN due volte.',
    'PIN CIE | Il PIN della CIE viene chiesto due volte e poi non entra.',
  ],
  tariffario: [
    'Tariffario | Nel tariffario manca la prestazione 89.7.',
    'Prestazione mancante | La prestazione 89.7 non è presente nel tariffario.',
  ],
  vacunas: [
    'Vacunas | El calendario de vacunas infantiles no carga en pediatría.',
    'Pediatría | No carga el calendario de vacunas de los niños en pediatría.',
  ],
  triaje: [
    'Triaje | La pantalla de triaje de urgencias se cierra sola.',
    'Urgencias | En urgencias el triaje se cierra solo cada pocos minutos.',
  ],
  'interconsultas perdidas': [
    'Interconsulta | Las interconsultas a dermatología no llegan al especialista.',
    'Dermatología | El dermatólogo no recibe las interconsultas que enviamos.',
  ],
  'interconsulta reasignada': [
    'Cambio de especialista | Cambiar el especialista de dermatología asignado a una interconsulta.',
    'Reasignar interconsulta | ¿Cómo se reasigna una interconsulta a otro especialista de dermatología?',
  ],
  pulseiras: [
    'Triagem | As pulseiras da triagem não imprimem na urgência.',
    'Pulseiras | Na urgência não saem pulseiras depois da triagem.',
  ],
  atestado: [
    'Atestado médico | O atestado médico é emitido com a data errada.',
    'Data do atestado | Os atestados médicos saem com a data de ontem.',
  ],
  'som da teleconsulta': [
    'Teleconsulta | O som da teleconsulta chega com atraso de segundos.',
    'Atraso no som | Nas teleconsultas o som tem um atraso de vários segundos.',
  ],
  'código por SMS': [
    'Portal do utente | O portal do utente pede código que nunca chega por SMS.',
    'Código SMS | O código por SMS do portal do utente não chega.',
  ],
  'planning du bloc': [
    'Bloc opératoire | Le planning du bloc opératoire ne se rafraîchit plus.',
    'Planning du bloc | Le planning du bloc n’est plus rafraîchi automatiquement.',
  ],
  'lot de vaccin': [
    'Vaccination | Impossible d’enregistrer le lot du vaccin antigrippal.',
    'Lot du vaccin | L’enregistrement du lot de vaccin antigrippal est refusé.',
  ],
  'MSSanté certificat': [
    'Messagerie sécurisée | Les messages MSSanté partent en erreur de certificat.',
    'MSSanté | Erreur de certificat à l’envoi par MSSanté.',
  ],
  'MSSanté mot de passe': [
    'Mot de passe MSSanté | Le docteur Blanc a perdu son mot de passe MSSanté.',
    'Docteur Blanc | Réinitialiser le mot de passe MSSanté du docteur Blanc svp.',
  ],
  'Röntgenbilder schwarz': [
    'Röntgenbilder | Röntgenbilder öffnen sich im Viewer nur schwarz.',
    'Viewer schwarz | Der Viewer zeigt alle Röntgenbilder schwarz.',
    'Bilder schwarz | PACS-Viewer: Röntgen bleibt schwarz seit dem Update',
  ],
  Röntgenaufträge: [
    'Röntgen-Auftrag | Röntgenaufträge kommen nicht in der Radiologie an.',
    'Aufträge Radiologie | In der Radiologie kommen keine Röntgenaufträge mehr an.',
  ],
  eAU: [
    'eAU | Die eAU wird von der Krankenkasse abgelehnt, Fehler 5012.',
    'Krankmeldung | Elektronische AU abgelehnt (5012) bei allen Kassen.',
  ],
  Dienstplan: [
    'Dienstplan | Im Dienstplan fehlt die Nachtschicht von Station 5.',
    'Nachtschicht | Station 5: Nachtschicht steht nicht im Dienstplan.',
  ],
  Essensbestellung: [
    'Essensbestellung | Die Essensbestellung auf Station 5 schließt schon um 9 statt um 10.',
    'Essen bestellen | Station 5 kann nach 9 Uhr kein Essen mehr bestellen, sonst ging es bis 10.',
  ],
};

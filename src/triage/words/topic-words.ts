// What the functions of such software, its users and its pages are called: words that many incidents share.
// Folded; compared by their beginning, as likeness.ts compares words.
const byLanguage = {
  en: `patient patients doctor doctors physician nurse secretary reception centre center clinic hospital department ward
    calendar agenda slot slots appointment appointments booking bookings book reservation visit visits consultation
    reminder reminders sms letter letters record records dossier document documents file files report reports result
    results laboratory test tests exam exams prescription prescriptions invoice invoices bill billing payment payments
    pay card credit amount login log password account accounts portal website site page pages app mobile phone phones
    video online web list search form forms field button screen window menu browser printer print printing label labels
    export import upload download statistics pdf excel csv code name number back office backoffice send sent sending open
    opening save saving create add delete change enter update
    barcode scanner reader wristband wristbands referral specialist template archive`,
  it: `paziente pazienti medico medici dottore dottoressa infermiere segreteria accettazione centro clinica ospedale reparto
    agenda agende calendario appuntamento appuntamenti prenotazione prenotazioni prenotare prenotato visita visite
    disponibilita promemoria lettera cartella fascicolo documento documenti referto referti esame esami risultati
    laboratorio ricetta ricette fattura fatture fatturazione pagamento pagamenti carta importo accesso accedere utenza
    portale sito pagina pagine applicazione cellulare telefono lista ricerca modulo campo pulsante schermata finestra
    stampa stampare stampante stampanti etichetta etichette esportazione statistiche codice numero invio inviare aprire
    salvare creare aggiungere cancellare modificare inserire aggiornamento firma
    barre lettore braccialetto impegnativa specialista modello archivio`,
  es: `paciente pacientes medico medicos doctor doctora enfermera enfermero admision recepcion centro clinica hospital
    consulta consultas calendario cita citas reserva reservas reservar visita recordatorio recordatorios carta historia
    clinica expediente documento documentos informe informes resultado resultados laboratorio analitica analiticas
    receta recetas factura facturas facturacion pago pagos tarjeta importe acceso contrasena cuenta portal pagina web
    aplicacion movil telefono lista busqueda formulario campo boton pantalla ventana impresora imprimir impresion
    etiqueta etiquetas exportar estadisticas codigo nombre numero enviar abrir guardar crear anadir borrar cambiar actualizacion
    barras lector pulsera pulseras interconsulta derivacion especialista plantilla archivo`,
  pt: `paciente pacientes utente utentes medico medicos doutor enfermeira balcao rececao recepcao centro clinica hospital
    agenda calendario marcacao marcacoes marcar consulta consultas agendamento reserva visita lembrete lembretes carta
    processo ficha documento documentos relatorio resultado resultados laboratorio exame exames receita receitas guia
    fatura faturas faturacao pagamento pagamentos cartao valor acesso senha conta portal pagina site aplicacao telemovel
    celular telefone lista pesquisa formulario campo botao ecra tela janela impressora imprimir impressao etiqueta
    etiquetas exportar estatisticas codigo nome numero email enviar abrir gravar salvar criar adicionar apagar alterar atualizacao
    barras leitor pulseira pulseiras referenciacao especialista modelo arquivo`,
  fr: `patient patients patiente medecin medecins docteur infirmiere secretariat accueil centre clinique hopital service
    agenda calendrier rendez creneau creneaux reservation reservations reserver visite consultation rappel rappels
    courrier dossier dossiers document documents compte comptes rendu rendus resultat resultats laboratoire examen
    examens ordonnance ordonnances facture factures facturation facturer paiement paiements carte cartes montant
    connexion connecter passe portail site page application mobile telephone liste recherche formulaire champ bouton
    ecran fenetre imprimante imprimer impression imprimees etiquette etiquettes exporter statistiques code nom numero
    envoi envoyer ouvrir enregistrer creer ajouter supprimer modifier saisir
    barres lecteur bracelet bracelets adressage specialiste modele archive`,
  de: `patient patienten patientin patientenakte akte arzt arzte arztin doktor schwester pfleger sekretariat anmeldung
    praxis zentrum klinik krankenhaus station abteilung kalender termin termine terminbuchung terminkalender buchung
    buchungen buchen erinnerung erinnerungen brief briefe dokument dokumente datei befund befunde ergebnis ergebnisse
    labor untersuchung rezept rezepte rechnung rechnungen abrechnung zahlung zahlungen karte betrag passwort kennwort
    konto zugang portal webseite seite seiten handy telefon liste suche formular feld knopf bildschirm fenster drucker
    drucken druck etikett etiketten exportieren statistik nummer name senden schicken offnen speichern anlegen loschen andern eintragen online
    barcode scanner lesegerat armband armbander uberweisung facharzt vorlage archiv`,
};
export const topicWords: readonly string[] = Object.values(byLanguage).flatMap(words => words.split(/\s+/));

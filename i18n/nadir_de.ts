<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <location filename="../ui/actions/looking.py" line="30"/>
        <source>New &amp;task…</source>
        <translation>Neue &amp;Aufgabe…</translation>
    </message>
    <message>
        <location filename="../ui/actions/mapping.py" line="97"/>
        <source>&amp;Add to map</source>
        <translation>Zur &amp;Karte hinzufügen</translation>
    </message>
    <message>
        <location filename="../ui/actions/processing.py" line="42"/>
        <source>&amp;Cancel</source>
        <translation>A&amp;bbrechen</translation>
    </message>
    <message>
        <location filename="../ui/actions/looking.py" line="37"/>
        <source>Show c&amp;onsole</source>
        <translation>K&amp;onsole anzeigen</translation>
    </message>
    <message>
        <location filename="../ui/actions/looking.py" line="49"/>
        <source>Copy &amp;ID</source>
        <translation>&amp;ID kopieren</translation>
    </message>
    <message>
        <location filename="../ui/actions/looking.py" line="50"/>
        <source>Re&amp;fresh</source>
        <translation>Akt&amp;ualisieren</translation>
    </message>
    <message>
        <location filename="../ui/actions/removal.py" line="187"/>
        <source>Delete project</source>
        <translation>Projekt löschen</translation>
    </message>
    <message>
        <location filename="../ui/actions/removal.py" line="109"/>
        <source>This cannot be undone. Layers on the map that show these results will stay empty.</source>
        <translation>Das kann nicht rückgängig gemacht werden. Layer auf der Karte, die diese Ergebnisse zeigen, bleiben leer.</translation>
    </message>
    <message>
        <location filename="../ui/actions/looking.py" line="84"/>
        <source>No server is connected.</source>
        <translation>Es ist kein Server verbunden.</translation>
    </message>
    <message>
        <location filename="../ui/actions/verb.py" line="102"/>
        <source>Select a project or a task first.</source>
        <translation>Wählen Sie zuerst ein Projekt oder eine Aufgabe.</translation>
    </message>
    <message>
        <location filename="../ui/actions/verb.py" line="99"/>
        <source>Select a task first.</source>
        <translation>Wählen Sie zuerst eine Aufgabe.</translation>
    </message>
    <message>
        <location filename="../ui/actions/refusals.py" line="37"/>
        <source>The server is still busy with the last request for this task.</source>
        <translation>Der Server ist noch mit der letzten Anfrage zu dieser Aufgabe beschäftigt.</translation>
    </message>
    <message>
        <location filename="../ui/actions/refusals.py" line="68"/>
        <source>There are no results before the task is completed.</source>
        <translation>Ergebnisse gibt es erst, wenn die Aufgabe abgeschlossen ist.</translation>
    </message>
    <message>
        <location filename="../ui/actions/processing.py" line="136"/>
        <source>The task is over.</source>
        <translation>Die Aufgabe ist beendet.</translation>
    </message>
    <message>
        <location filename="../ui/actions/refusals.py" line="63"/>
        <source>The task has not ended yet.</source>
        <translation>Die Aufgabe ist noch nicht beendet.</translation>
    </message>
    <message>
        <location filename="../ui/actions/actions.py" line="229"/>
        <source>Lin&amp;ks</source>
        <translation>&amp;Links</translation>
    </message>
    <message>
        <location filename="../ui/actions/carrying.py" line="29"/>
        <source>This server cannot import tasks.</source>
        <translation>Dieser Server kann keine Aufgaben importieren.</translation>
    </message>
    <message>
        <location filename="../ui/actions/carrying.py" line="30"/>
        <source>This server cannot back tasks up.</source>
        <translation>Dieser Server kann keine Aufgaben sichern.</translation>
    </message>
    <message>
        <location filename="../ui/actions/carrying.py" line="32"/>
        <source>I&amp;mport…</source>
        <translation>Imp&amp;ortieren …</translation>
    </message>
    <message>
        <location filename="../ui/actions/carrying.py" line="36"/>
        <source>&amp;Back up…</source>
        <translation>S&amp;ichern …</translation>
    </message>
    <message>
        <location filename="../ui/actions/carrying.py" line="55"/>
        <source>Importing “{name}”</source>
        <translation>„{name}“ wird importiert</translation>
    </message>
    <message>
        <location filename="../ui/actions/carrying.py" line="57"/>
        <source>This server cannot import rasters and models.</source>
        <translation>Dieser Server kann keine Raster und Modelle importieren.</translation>
    </message>
    <message>
        <location filename="../ui/actions/carrying.py" line="66"/>
        <source>Back up “{name}”</source>
        <translation>„{name}“ sichern</translation>
    </message>
    <message>
        <location filename="../ui/actions/carrying.py" line="69"/>
        <source>Backups (*.zip)</source>
        <translation>Sicherungen (*.zip)</translation>
    </message>
    <message>
        <location filename="../ui/actions/carrying.py" line="84"/>
        <source>“{name}” is backed up to {path}</source>
        <translation>„{name}“ ist in {path} gesichert</translation>
    </message>
    <message>
        <location filename="../ui/actions/carrying.py" line="86"/>
        <source>Backing up “{name}”</source>
        <translation>„{name}“ wird gesichert</translation>
    </message>
    <message>
        <location filename="../ui/actions/carrying.py" line="98"/>
        <source>Remembering the folder</source>
        <translation>Ordner wird gemerkt</translation>
    </message>
    <message>
        <location filename="../ui/actions/copying.py" line="33"/>
        <source>D&amp;uplicate</source>
        <translation>D&amp;uplizieren</translation>
    </message>
    <message>
        <location filename="../ui/actions/copying.py" line="34"/>
        <source>&amp;Move…</source>
        <translation>&amp;Verschieben …</translation>
    </message>
    <message>
        <location filename="../ui/actions/copying.py" line="47"/>
        <source>{names} cannot be moved to “{project}”.</source>
        <translation>Verschieben nach „{project}“ nicht möglich: {names}.</translation>
    </message>
    <message>
        <location filename="../ui/actions/copying.py" line="68"/>
        <source>Moved {names} to “{project}”.</source>
        <translation>Nach „{project}“ verschoben: {names}.</translation>
    </message>
    <message>
        <location filename="../ui/actions/copying.py" line="78"/>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <location filename="../ui/actions/copying.py" line="99"/>
        <source>Tasks cannot be moved to another server. Back them up here and import them there.</source>
        <translation>Aufgaben lassen sich nicht auf einen anderen Server verschieben. Sichern Sie sie hier und importieren Sie sie dort.</translation>
    </message>
    <message>
        <location filename="../ui/actions/copying.py" line="101"/>
        <source>They are in this project already.</source>
        <translation>Sie sind schon in diesem Projekt.</translation>
    </message>
    <message>
        <location filename="../ui/actions/copying.py" line="106"/>
        <source>This server cannot make copies.</source>
        <translation>Dieser Server kann keine Kopien anlegen.</translation>
    </message>
    <message>
        <location filename="../ui/actions/copying.py" line="112"/>
        <source>{n} of {count} could not be duplicated: {names}</source>
        <translation>{n} von {count} nicht dupliziert: {names}</translation>
    </message>
    <message>
        <location filename="../ui/actions/desk.py" line="80"/>
        <source>Select a server first.</source>
        <translation>Wählen Sie zuerst einen Server.</translation>
    </message>
    <message>
        <location filename="../ui/actions/desk.py" line="83"/>
        <source>Log in to “{name}” first.</source>
        <translation>Melden Sie sich zuerst bei „{name}“ an.</translation>
    </message>
    <message>
        <location filename="../ui/actions/desk.py" line="85"/>
        <source>“{name}” does not answer at the moment.</source>
        <translation>„{name}“ antwortet zurzeit nicht.</translation>
    </message>
    <message>
        <location filename="../ui/actions/desk.py" line="86"/>
        <source>“{name}” is not connected.</source>
        <translation>„{name}“ ist nicht verbunden.</translation>
    </message>
    <message>
        <location filename="../ui/actions/looking.py" line="34"/>
        <source>Add ser&amp;ver…</source>
        <translation>Ser&amp;ver hinzufügen …</translation>
    </message>
    <message>
        <location filename="../ui/actions/looking.py" line="41"/>
        <source>Show detail&amp;s</source>
        <translation>Detail&amp;s anzeigen</translation>
    </message>
    <message>
        <location filename="../ui/actions/looking.py" line="45"/>
        <source>Open in bro&amp;wser</source>
        <translation>Im Bro&amp;wser öffnen</translation>
    </message>
    <message>
        <location filename="../ui/actions/mapping.py" line="96"/>
        <source>&amp;Zoom to layers</source>
        <translation>Auf Layer &amp;zoomen</translation>
    </message>
    <message>
        <location filename="../ui/actions/naming.py" line="28"/>
        <source>New pro&amp;ject…</source>
        <translation>Neues Pro&amp;jekt …</translation>
    </message>
    <message>
        <location filename="../ui/actions/naming.py" line="31"/>
        <source>Re&amp;name…</source>
        <translation>U&amp;mbenennen …</translation>
    </message>
    <message>
        <location filename="../ui/actions/naming.py" line="35"/>
        <source>D&amp;escription…</source>
        <translation>B&amp;eschreibung …</translation>
    </message>
    <message>
        <location filename="../ui/actions/naming.py" line="39"/>
        <source>Ta&amp;gs…</source>
        <translation>Ta&amp;gs …</translation>
    </message>
    <message>
        <location filename="../ui/actions/naming.py" line="50"/>
        <source>New project on {server}</source>
        <translation>Neues Projekt auf {server}</translation>
    </message>
    <message>
        <location filename="../ui/actions/naming.py" line="51"/>
        <source>Create project</source>
        <translation>Projekt anlegen</translation>
    </message>
    <message>
        <location filename="../ui/actions/naming.py" line="64"/>
        <source>Change task</source>
        <translation>Aufgabe ändern</translation>
    </message>
    <message>
        <location filename="../ui/actions/naming.py" line="64"/>
        <source>Change project</source>
        <translation>Projekt ändern</translation>
    </message>
    <message>
        <location filename="../ui/actions/naming.py" line="65"/>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <location filename="../ui/actions/naming.py" line="81"/>
        <source>{n} of {count} could not be tagged: {names}</source>
        <translation>Tags von {n} von {count} nicht geändert: {names}</translation>
    </message>
    <message>
        <location filename="../ui/actions/naming.py" line="84"/>
        <source>Tags of {n} selected</source>
        <translation>Tags der {n} ausgewählten</translation>
    </message>
    <message>
        <location filename="../ui/actions/processing.py" line="39"/>
        <source>C&amp;hange options…</source>
        <translation>Op&amp;tionen ändern …</translation>
    </message>
    <message>
        <location filename="../ui/actions/processing.py" line="43"/>
        <source>&amp;Restart</source>
        <translation>&amp;Neu starten</translation>
    </message>
    <message>
        <location filename="../ui/actions/processing.py" line="44"/>
        <source>R&amp;estart from</source>
        <translation>Neu starten &amp;ab</translation>
    </message>
    <message>
        <location filename="../ui/actions/processing.py" line="64"/>
        <source>{n} of {count} could not be cancelled: {names}</source>
        <translation>{n} von {count} nicht abgebrochen: {names}</translation>
    </message>
    <message>
        <location filename="../ui/actions/processing.py" line="75"/>
        <source>Stop processing {names}?</source>
        <translation>Verarbeitung von {names} abbrechen?</translation>
    </message>
    <message>
        <location filename="../ui/actions/processing.py" line="76"/>
        <source>What has been processed so far is lost. The photos stay, so it can be restarted.</source>
        <translation>Was bisher verarbeitet wurde, geht verloren. Die Fotos bleiben, ein Neustart ist also möglich.</translation>
    </message>
    <message>
        <location filename="../ui/actions/processing.py" line="79"/>
        <source>It is {percent} done. </source>
        <translation>{percent} sind fertig. </translation>
    </message>
    <message>
        <location filename="../ui/actions/processing.py" line="80"/>
        <source>Stop processing</source>
        <translation>Verarbeitung abbrechen</translation>
    </message>
    <message>
        <location filename="../ui/actions/processing.py" line="95"/>
        <source>{n} of {count} could not be restarted: {names}</source>
        <translation>{n} von {count} nicht neu gestartet: {names}</translation>
    </message>
    <message>
        <location filename="../ui/actions/processing.py" line="101"/>
        <source>Process {names} again?</source>
        <translation>{names} neu verarbeiten?</translation>
    </message>
    <message>
        <location filename="../ui/actions/processing.py" line="103"/>
        <source>Process {names} again from “{stage}” on?</source>
        <translation>{names} ab „{stage}“ neu verarbeiten?</translation>
    </message>
    <message>
        <location filename="../ui/actions/processing.py" line="105"/>
        <source>The results that are on the server now are replaced.</source>
        <translation>Die Ergebnisse, die jetzt auf dem Server liegen, werden ersetzt.</translation>
    </message>
    <message>
        <location filename="../ui/actions/processing.py" line="106"/>
        <source>Restart</source>
        <translation>Neu starten</translation>
    </message>
    <message>
        <location filename="../ui/actions/processing.py" line="140"/>
        <source>The task was imported without photos: there is nothing to process.</source>
        <translation>Die Aufgabe wurde ohne Fotos importiert: Es gibt nichts zu verarbeiten.</translation>
    </message>
    <message>
        <location filename="../ui/actions/processing.py" line="145"/>
        <source>The task has no processing node: choose one with “Change options” first.</source>
        <translation>Die Aufgabe hat keinen Verarbeitungsknoten: Wählen Sie zuerst einen mit „Optionen ändern“.</translation>
    </message>
    <message>
        <location filename="../ui/actions/processing.py" line="154"/>
        <source>The server names no stage that this task could be restarted from.</source>
        <translation>Der Server nennt keinen Schritt, ab dem diese Aufgabe neu gestartet werden könnte.</translation>
    </message>
    <message>
        <location filename="../ui/actions/refusals.py" line="35"/>
        <source>The last request for this is still on its way.</source>
        <translation>Die letzte Anfrage dazu ist noch unterwegs.</translation>
    </message>
    <message>
        <location filename="../ui/actions/refusals.py" line="42"/>
        <source>You have no permission to change this project.</source>
        <translation>Sie dürfen dieses Projekt nicht ändern.</translation>
    </message>
    <message>
        <location filename="../ui/actions/refusals.py" line="53"/>
        <source>You have no permission to delete anything in this project.</source>
        <translation>Sie dürfen in diesem Projekt nichts löschen.</translation>
    </message>
    <message>
        <location filename="../ui/actions/refusals.py" line="58"/>
        <source>The photos of this task have not all arrived yet.</source>
        <translation>Die Fotos dieser Aufgabe sind noch nicht alle angekommen.</translation>
    </message>
    <message>
        <location filename="../ui/actions/refusals.py" line="73"/>
        <source>The task was compacted: its photos are no longer on the server.</source>
        <translation>Die Aufgabe wurde komprimiert: Ihre Fotos sind nicht mehr auf dem Server.</translation>
    </message>
    <message>
        <location filename="../ui/actions/refusals.py" line="77"/>
        <source>This computer has no web pages.</source>
        <translation>Dieser Computer hat keine Webseiten.</translation>
    </message>
    <message>
        <location filename="../ui/actions/removal.py" line="36"/>
        <source>This server cannot compact tasks.</source>
        <translation>Dieser Server kann keine Aufgaben komprimieren.</translation>
    </message>
    <message>
        <location filename="../ui/actions/removal.py" line="87"/>
        <source>De&amp;lete…</source>
        <translation>Lös&amp;chen …</translation>
    </message>
    <message>
        <location filename="../ui/actions/removal.py" line="45"/>
        <source>Compac&amp;t…</source>
        <translation>Komp&amp;rimieren …</translation>
    </message>
    <message>
        <location filename="../ui/actions/removal.py" line="80"/>
        <source>Unsha&amp;re project…</source>
        <translation>Projekt &amp;verlassen …</translation>
    </message>
    <message>
        <location filename="../ui/actions/removal.py" line="82"/>
        <source>De&amp;lete projects…</source>
        <translation>Projekte lös&amp;chen …</translation>
    </message>
    <message>
        <location filename="../ui/actions/removal.py" line="83"/>
        <source>De&amp;lete project…</source>
        <translation>Projekt lös&amp;chen …</translation>
    </message>
    <message>
        <location filename="../ui/actions/removal.py" line="85"/>
        <source>De&amp;lete tasks…</source>
        <translation>Aufgaben lös&amp;chen …</translation>
    </message>
    <message>
        <location filename="../ui/actions/removal.py" line="86"/>
        <source>De&amp;lete task…</source>
        <translation>Aufgabe lös&amp;chen …</translation>
    </message>
    <message>
        <location filename="../ui/actions/removal.py" line="107"/>
        <source>Leave {names}? Whoever shared it keeps it; you will not see it any more.</source>
        <translation>{names} verlassen? Wer es mit Ihnen geteilt hat, behält es; Sie sehen es nicht mehr.</translation>
    </message>
    <message>
        <location filename="../ui/actions/removal.py" line="111"/>
        <source>To get it back, its owner has to share it with you again.</source>
        <translation>Sie bekommen es nur zurück, wenn der Besitzer es wieder mit Ihnen teilt.</translation>
    </message>
    <message>
        <location filename="../ui/actions/removal.py" line="118"/>
        <source>{n} of {count} could not be deleted: {names}</source>
        <translation>{n} von {count} nicht gelöscht: {names}</translation>
    </message>
    <message>
        <location filename="../ui/actions/removal.py" line="124"/>
        <source>Remove {photos} of {names} from the server?</source>
        <translation>{photos} von {names} vom Server entfernen?</translation>
    </message>
    <message>
        <location filename="../ui/actions/removal.py" line="127"/>
        <source>The results stay, but without its photos a task can never be processed again. This cannot be undone.</source>
        <translation>Die Ergebnisse bleiben, aber ohne ihre Fotos kann eine Aufgabe nie mehr verarbeitet werden. Das kann nicht rückgängig gemacht werden.</translation>
    </message>
    <message>
        <location filename="../ui/actions/removal.py" line="136"/>
        <source>{n} of {count} could not be compacted: {names}</source>
        <translation>{n} von {count} nicht komprimiert: {names}</translation>
    </message>
    <message>
        <location filename="../ui/actions/removal.py" line="137"/>
        <source>Compact</source>
        <translation>Komprimieren</translation>
    </message>
    <message>
        <location filename="../ui/actions/removal.py" line="184"/>
        <source>Unshare</source>
        <translation>Verlassen</translation>
    </message>
    <message>
        <location filename="../ui/actions/removal.py" line="186"/>
        <source>Delete {n}</source>
        <translation>{n} löschen</translation>
    </message>
    <message>
        <location filename="../ui/actions/removal.py" line="187"/>
        <source>Delete task</source>
        <translation>Aufgabe löschen</translation>
    </message>
    <message>
        <location filename="../ui/actions/removal.py" line="194"/>
        <source> ({size})</source>
        <translation> ({size})</translation>
    </message>
    <message>
        <location filename="../ui/actions/removal.py" line="198"/>
        <source>Delete the task {names} with its {photos} and all its results{size} from the server?</source>
        <translation>Die Aufgabe {names} mit {photos} und allen Ergebnissen{size} vom Server löschen?</translation>
    </message>
    <message>
        <location filename="../ui/actions/removal.py" line="200"/>
        <source>Delete {names} with {photos} and all their results{size} from the server?</source>
        <translation>{names} mit {photos} und allen Ergebnissen{size} vom Server löschen?</translation>
    </message>
    <message>
        <location filename="../ui/actions/removal.py" line="202"/>
        <source>Delete {names} with all tasks, photos and results from the server?</source>
        <translation>{names} mit allen Aufgaben, Fotos und Ergebnissen vom Server löschen?</translation>
    </message>
    <message>
        <location filename="../ui/actions/removal.py" line="204"/>
        <source>Delete {names} from the server? There are no tasks in it.</source>
        <translation>{names} vom Server löschen? Es sind keine Aufgaben darin.</translation>
    </message>
    <message>
        <location filename="../ui/actions/removal.py" line="206"/>
        <source>Delete {names} with {tasks}, {photos} and all results{size} from the server?</source>
        <translation>{names} mit {tasks}, {photos} und allen Ergebnissen{size} vom Server löschen?</translation>
    </message>
    <message>
        <location filename="../ui/actions/sharing.py" line="26"/>
        <source>This server cannot share projects.</source>
        <translation>Dieser Server kann keine Projekte teilen.</translation>
    </message>
    <message>
        <location filename="../ui/actions/sharing.py" line="31"/>
        <source>S&amp;hare…</source>
        <translation>&amp;Teilen …</translation>
    </message>
    <message>
        <location filename="../ui/actions/sharing.py" line="128"/>
        <source>Make &amp;public…</source>
        <translation>&amp;Öffentlich machen …</translation>
    </message>
    <message>
        <location filename="../ui/actions/sharing.py" line="37"/>
        <source>Copy lin&amp;k</source>
        <translation>Link &amp;kopieren</translation>
    </message>
    <message>
        <location filename="../ui/actions/sharing.py" line="70"/>
        <source>Make {names} public?</source>
        <translation>{names} öffentlich machen?</translation>
    </message>
    <message>
        <location filename="../ui/actions/sharing.py" line="71"/>
        <source>Everybody who has the link can see the results then, without a log-in.</source>
        <translation>Dann kann jeder, der den Link hat, die Ergebnisse ohne Anmeldung sehen.</translation>
    </message>
    <message>
        <location filename="../ui/actions/sharing.py" line="72"/>
        <source>Make public</source>
        <translation>Öffentlich machen</translation>
    </message>
    <message>
        <location filename="../ui/actions/sharing.py" line="89"/>
        <source>{n} of {count} could not be made public: {names}</source>
        <translation>{n} von {count} nicht öffentlich gemacht: {names}</translation>
    </message>
    <message>
        <location filename="../ui/actions/sharing.py" line="91"/>
        <source>{n} of {count} could not be made private: {names}</source>
        <translation>{n} von {count} nicht privat gemacht: {names}</translation>
    </message>
    <message>
        <location filename="../ui/actions/sharing.py" line="102"/>
        <source>The link does not work any more: only users see this now.</source>
        <translation>Der Link gilt nicht mehr: Nur noch Benutzer sehen das.</translation>
    </message>
    <message>
        <location filename="../ui/actions/sharing.py" line="105"/>
        <source>Public now. The link is in the clipboard.</source>
        <translation>Jetzt öffentlich. Der Link ist in der Zwischenablage.</translation>
    </message>
    <message>
        <location filename="../ui/actions/sharing.py" line="109"/>
        <source>The link is in the clipboard.</source>
        <translation>Der Link ist in der Zwischenablage.</translation>
    </message>
    <message>
        <location filename="../ui/actions/sharing.py" line="113"/>
        <source>Nobody else can reach the projects of this computer.</source>
        <translation>Niemand sonst kann die Projekte dieses Computers erreichen.</translation>
    </message>
    <message>
        <location filename="../ui/actions/sharing.py" line="116"/>
        <source>Not public: make it public first.</source>
        <translation>Nicht öffentlich: Machen Sie es zuerst öffentlich.</translation>
    </message>
    <message>
        <location filename="../ui/actions/sharing.py" line="127"/>
        <source>Make &amp;private</source>
        <translation>&amp;Privat machen</translation>
    </message>
    <message>
        <location filename="../ui/actions/subjects.py" line="31"/>
        <source>{n} projects</source>
        <translation>{n} Projekte</translation>
    </message>
    <message>
        <location filename="../ui/actions/subjects.py" line="32"/>
        <source>{n} projects and tasks</source>
        <translation>{n} Projekte und Aufgaben</translation>
    </message>
    <message>
        <location filename="../ui/actions/subjects.py" line="41"/>
        <source>and {n} more</source>
        <translation>und {n} weitere</translation>
    </message>
    <message>
        <location filename="../ui/actions/verb.py" line="65"/>
        <source>Not for {n} of {count} selected: {reason}</source>
        <translation>Nicht für {n} von {count} ausgewählten: {reason}</translation>
    </message>
    <message>
        <location filename="../ui/actions/verb.py" line="75"/>
        <source>This can only be done with one at a time.</source>
        <translation>Das geht nur einzeln.</translation>
    </message>
    <message>
        <location filename="../ui/actions/verb.py" line="101"/>
        <source>Select a project first.</source>
        <translation>Wählen Sie zuerst ein Projekt.</translation>
    </message>
    <message>
        <location filename="../ui/actions/comparing.py" line="33"/>
        <source>Compare &amp;flights…</source>
        <translation>Be&amp;fliegungen vergleichen …</translation>
    </message>
    <message>
        <location filename="../ui/actions/comparing.py" line="61"/>
        <source>Comparing the heights of “{before}” and “{after}”</source>
        <translation>Höhen von „{before}“ und „{after}“ werden verglichen</translation>
    </message>
    <message>
        <location filename="../ui/actions/comparing.py" line="67"/>
        <source>The project has no two flights that could be compared.</source>
        <translation>Das Projekt hat keine zwei Befliegungen, die sich vergleichen lassen.</translation>
    </message>
    <message>
        <location filename="../ui/actions/mapping.py" line="42"/>
        <source>Add more to ma&amp;p</source>
        <translation>&amp;Weiteres zur Karte hinzufügen</translation>
    </message>
    <message>
        <location filename="../ui/actions/mapping.py" line="45"/>
        <source>Open &amp;in 3D</source>
        <translation>In 3&amp;D öffnen</translation>
    </message>
    <message>
        <location filename="../ui/actions/mapping.py" line="49"/>
        <source>&amp;Add all flights to map</source>
        <translation>A&amp;lle Befliegungen zur Karte hinzufügen</translation>
    </message>
    <message>
        <location filename="../ui/actions/mapping.py" line="53"/>
        <source>Add e&amp;xtents to map</source>
        <translation>Aus&amp;dehnungen zur Karte hinzufügen</translation>
    </message>
    <message>
        <location filename="../ui/actions/mapping.py" line="107"/>
        <source>Adding all flights of “{name}” to the map</source>
        <translation>Alle Befliegungen von „{name}“ werden zur Karte hinzugefügt</translation>
    </message>
    <message>
        <location filename="../ui/actions/mapping.py" line="114"/>
        <source>Adding the extents of “{name}” to the map</source>
        <translation>Ausdehnungen von „{name}“ werden zur Karte hinzugefügt</translation>
    </message>
    <message>
        <location filename="../ui/actions/offers_menu.py" line="76"/>
        <source>Adding {product} of “{name}” to the map</source>
        <translation>Zur Karte hinzufügen: {product} von „{name}“</translation>
    </message>
    <message>
        <location filename="../ui/actions/mapping.py" line="142"/>
        <source>The project has no tasks yet.</source>
        <translation>Das Projekt hat noch keine Aufgaben.</translation>
    </message>
    <message>
        <location filename="../ui/actions/mapping.py" line="150"/>
        <source>The task has no point cloud, and no 3D model that this QGIS shows.</source>
        <translation>Die Aufgabe hat keine Punktwolke und kein 3D-Modell, das dieses QGIS zeigt.</translation>
    </message>
    <message>
        <location filename="../ui/actions/offers_menu.py" line="83"/>
        <source>{product}…</source>
        <translation>{product} …</translation>
    </message>
    <message>
        <location filename="../ui/actions/offers_menu.py" line="99"/>
        <source>Contours of “{name}”</source>
        <translation>Höhenlinien von „{name}“</translation>
    </message>
    <message>
        <location filename="../ui/actions/offers_menu.py" line="105"/>
        <source>Plant index</source>
        <translation>Pflanzenindex</translation>
    </message>
    <message>
        <location filename="../ui/actions/offers_menu.py" line="125"/>
        <source>Asking the server…</source>
        <translation>Server wird gefragt…</translation>
    </message>
    <message>
        <location filename="../ui/actions/offers_menu.py" line="133"/>
        <source>The server knows none for the bands of this orthophoto.</source>
        <translation>Der Server kennt keinen für die Kanäle dieses Orthofotos.</translation>
    </message>
    <message>
        <location filename="../ui/actions/offers_menu.py" line="139"/>
        <source>Of a camera with other bands</source>
        <translation>Für eine Kamera mit anderen Kanälen</translation>
    </message>
    <message>
        <location filename="../ui/actions/offers_menu.py" line="148"/>
        <source>{index} (if the bands are {bands})</source>
        <translation>{index} (wenn die Kanäle {bands} sind)</translation>
    </message>
</context>
<context>
    <name>ActivityRow</name>
    <message>
        <location filename="../ui/uploads/activities.py" line="34"/>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <location filename="../ui/uploads/activities.py" line="35"/>
        <source>Cancel: {title}</source>
        <translation>Abbrechen: {title}</translation>
    </message>
    <message>
        <location filename="../ui/uploads/activities.py" line="68"/>
        <source>Cancelling…</source>
        <translation>Wird abgebrochen…</translation>
    </message>
</context>
<context>
    <name>AlignChoice</name>
    <message>
        <location filename="../ui/new_task/options/align_choice.py" line="21"/>
        <source>Alignment</source>
        <translation>Ausrichtung</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/align_choice.py" line="27"/>
        <source>Align to an earlier task</source>
        <translation>An früherer Aufgabe ausrichten</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/align_choice.py" line="41"/>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/align_choice.py" line="43"/>
        <source>The project&apos;s first task</source>
        <translation>Die erste Aufgabe des Projekts</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/align_choice.py" line="47"/>
        <source>{task}, {date}</source>
        <translation>{task}, {date}</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/align_choice.py" line="66"/>
        <source>The processing node does not say whether it can align; it may leave the result where it is.</source>
        <translation>Der Verarbeitungsknoten sagt nicht, ob er ausrichten kann; vielleicht lässt er das Ergebnis, wo es ist.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/align_choice.py" line="77"/>
        <source>The result is moved onto the point cloud of that task.</source>
        <translation>Das Ergebnis wird auf die Punktwolke dieser Aufgabe verschoben.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/align_choice.py" line="79"/>
        <source>Choose an earlier task of the project to compare the two exactly.</source>
        <translation>Wählen Sie eine frühere Aufgabe des Projekts, um beide genau zu vergleichen.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/align_choice.py" line="81"/>
        <source>No finished task of this project has a point cloud to align to.</source>
        <translation>Keine fertige Aufgabe dieses Projekts hat eine Punktwolke zum Ausrichten.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/align_choice.py" line="83"/>
        <source>A new project has no earlier task to align to.</source>
        <translation>Ein neues Projekt hat keine frühere Aufgabe zum Ausrichten.</translation>
    </message>
</context>
<context>
    <name>Assessor</name>
    <message>
        <location filename="../ui/new_task/photos/assessing.py" line="82"/>
        <source>Comparing photos</source>
        <translation>Fotos werden verglichen</translation>
    </message>
</context>
<context>
    <name>Attention</name>
    <message>
        <location filename="../ui/connections/attention.py" line="83"/>
        <source>{name}: no log-in is kept.</source>
        <translation>{name}: Es ist keine Anmeldung gespeichert.</translation>
    </message>
    <message>
        <location filename="../ui/connections/attention.py" line="85"/>
        <source>{name}: your log-in has expired.</source>
        <translation>{name}: Ihre Anmeldung ist abgelaufen.</translation>
    </message>
    <message>
        <location filename="../ui/connections/attention.py" line="87"/>
        <source>{name}: the log-in was refused.</source>
        <translation>{name}: Die Anmeldung wurde abgelehnt.</translation>
    </message>
    <message>
        <location filename="../ui/connections/attention.py" line="89"/>
        <source>Log in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <location filename="../ui/connections/attention.py" line="103"/>
        <source>To connect to {names}, QGIS needs its master password.</source>
        <translation>Zum Verbinden mit {names} braucht QGIS sein Hauptpasswort.</translation>
    </message>
    <message>
        <location filename="../ui/connections/attention.py" line="105"/>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
</context>
<context>
    <name>Boundary</name>
    <message>
        <location filename="../core/layers/boundary.py" line="93"/>
        <source>The layer {layer} has no reference system.</source>
        <translation>Der Layer {layer} hat kein Bezugssystem.</translation>
    </message>
    <message>
        <location filename="../core/layers/boundary.py" line="93"/>
        <source>Set it in the properties of the layer.</source>
        <translation>Setzen Sie es in den Eigenschaften des Layers.</translation>
    </message>
    <message>
        <location filename="../core/layers/boundary.py" line="124"/>
        <source>No feature of {layer} is selected.</source>
        <translation>In {layer} ist kein Objekt gewählt.</translation>
    </message>
    <message>
        <location filename="../core/layers/boundary.py" line="124"/>
        <source>Select a polygon on the map, or take the whole layer.</source>
        <translation>Wählen Sie ein Polygon auf der Karte oder nehmen Sie den ganzen Layer.</translation>
    </message>
    <message>
        <location filename="../core/layers/boundary.py" line="128"/>
        <source>There is no polygon in {layer}.</source>
        <translation>In {layer} ist kein Polygon.</translation>
    </message>
    <message>
        <location filename="../core/layers/boundary.py" line="128"/>
        <source>Draw one, or choose another layer.</source>
        <translation>Zeichnen Sie eines oder wählen Sie einen anderen Layer.</translation>
    </message>
    <message>
        <location filename="../core/layers/boundary.py" line="136"/>
        <source>The polygons of {layer} cannot be brought to longitude and latitude.</source>
        <translation>Die Polygone von {layer} lassen sich nicht in Länge und Breite umrechnen.</translation>
    </message>
    <message>
        <location filename="../core/layers/boundary.py" line="136"/>
        <source>Check the reference system of the layer.</source>
        <translation>Prüfen Sie das Bezugssystem des Layers.</translation>
    </message>
    <message>
        <location filename="../core/layers/boundary.py" line="151"/>
        <source>The polygons of {layer} reach around half of the Earth.</source>
        <translation>Die Polygone von {layer} reichen um die halbe Erde.</translation>
    </message>
    <message>
        <location filename="../core/layers/boundary.py" line="151"/>
        <source>Choose the polygon around the photos alone.</source>
        <translation>Wählen Sie nur das Polygon um die Fotos.</translation>
    </message>
    <message>
        <location filename="../core/layers/boundary.py" line="163"/>
        <source>The {count} polygons do not touch; the boundary goes around all of them.</source>
        <translation>Die {count} Polygone berühren sich nicht; die Begrenzung umschließt alle.</translation>
    </message>
    <message>
        <location filename="../core/layers/boundary.py" line="167"/>
        <source>Holes do not count: what lies in them is processed too.</source>
        <translation>Löcher zählen nicht: Was darin liegt, wird auch verarbeitet.</translation>
    </message>
    <message>
        <location filename="../core/layers/boundary.py" line="172"/>
        <source>Its {before} vertices were simplified to {after}, at most {metres} m beside the line.</source>
        <translation>Ihre {before} Stützpunkte wurden auf {after} vereinfacht, höchstens {metres} m neben der Linie.</translation>
    </message>
</context>
<context>
    <name>BoundaryChoice</name>
    <message>
        <location filename="../ui/new_task/options/boundary_choice.py" line="29"/>
        <source>Boundary</source>
        <translation>Begrenzung</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/boundary_choice.py" line="43"/>
        <source>Polygon layer of the boundary</source>
        <translation>Polygonlayer der Begrenzung</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/boundary_choice.py" line="45"/>
        <source>No boundary</source>
        <translation>Keine Begrenzung</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/boundary_choice.py" line="50"/>
        <source>Selected features only</source>
        <translation>Nur gewählte Objekte</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/boundary_choice.py" line="84"/>
        <source>The boundary is being looked at.</source>
        <translation>Die Begrenzung wird geprüft.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/boundary_choice.py" line="86"/>
        <source>None of the photos was taken near the boundary. Choose the polygon around them.</source>
        <translation>Keines der Fotos wurde nahe der Begrenzung aufgenommen. Wählen Sie das Polygon um die Fotos.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/boundary_choice.py" line="97"/>
        <source>None of the photos was taken within the boundary, only around it.</source>
        <translation>Keines der Fotos wurde innerhalb der Begrenzung aufgenommen, nur um sie herum.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/boundary_choice.py" line="158"/>
        <source>Looking at the boundary</source>
        <translation>Begrenzung wird geprüft</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/boundary_choice.py" line="186"/>
        <source>The processing node has no option “boundary”.</source>
        <translation>Der Verarbeitungsknoten hat keine Option „boundary“.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/boundary_choice.py" line="188"/>
        <source>Choose a polygon layer to process only what lies in it.</source>
        <translation>Wählen Sie einen Polygonlayer, um nur zu verarbeiten, was darin liegt.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/boundary_choice.py" line="190"/>
        <source>Looking at the layer…</source>
        <translation>Layer wird geprüft…</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/boundary_choice.py" line="200"/>
        <source>{area} ha</source>
        <translation>{area} ha</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/boundary_choice.py" line="204"/>
        <source>{area}, {inside} of {count} photos within</source>
        <translation>{area}, {inside} von {count} Fotos innerhalb</translation>
    </message>
</context>
<context>
    <name>BusyRow</name>
    <message>
        <location filename="../ui/this_computer/busy_row.py" line="27"/>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/busy_row.py" line="33"/>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>ButtonRow</name>
    <message>
        <location filename="../ui/new_task/photos/head.py" line="22"/>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen …</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/head.py" line="23"/>
        <source>Add photos…</source>
        <translation>Fotos hinzufügen …</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/head.py" line="24"/>
        <source>Take folders off the list</source>
        <translation>Ordner von der Liste nehmen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/head.py" line="27"/>
        <source>Undo leaving out</source>
        <translation>Weglassen rückgängig machen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/head.py" line="30"/>
        <source>Select photos on the map</source>
        <translation>Fotos auf der Karte auswählen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/head.py" line="31"/>
        <source>Draw a polygon on the map to leave photos inside or outside of it out</source>
        <translation>Polygon auf der Karte zeichnen, um Fotos darin oder außerhalb wegzulassen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/head.py" line="34"/>
        <source>Show the photos on the map</source>
        <translation>Fotos auf der Karte anzeigen</translation>
    </message>
</context>
<context>
    <name>CacheGroup</name>
    <message>
        <location filename="../ui/options/cache_group.py" line="24"/>
        <source>Downloaded results</source>
        <translation>Heruntergeladene Ergebnisse</translation>
    </message>
    <message>
        <location filename="../ui/options/cache_group.py" line="37"/>
        <source>Re&amp;move…</source>
        <translation>&amp;Entfernen …</translation>
    </message>
    <message>
        <location filename="../ui/options/cache_group.py" line="50"/>
        <source>Keeping to the limit of downloaded results</source>
        <translation>Halte die Grenze für heruntergeladene Ergebnisse ein</translation>
    </message>
    <message>
        <location filename="../ui/options/cache_group.py" line="55"/>
        <source>&amp;Keep at most</source>
        <translation>&amp;Höchstens behalten</translation>
    </message>
    <message>
        <location filename="../ui/options/cache_group.py" line="66"/>
        <source>Now on this computer</source>
        <translation>Jetzt auf diesem Rechner</translation>
    </message>
    <message>
        <location filename="../ui/options/cache_group.py" line="67"/>
        <source>Results that you open are kept here, so that they open at once the next time. Above the limit those go that were used longest ago.</source>
        <translation>Ergebnisse, die Sie öffnen, bleiben hier liegen und öffnen sich beim nächsten Mal sofort. Über der Grenze gehen die, die am längsten nicht benutzt wurden.</translation>
    </message>
    <message>
        <location filename="../ui/options/cache_group.py" line="85"/>
        <source>Measuring downloaded results</source>
        <translation>Messe heruntergeladene Ergebnisse</translation>
    </message>
    <message>
        <location filename="../ui/options/cache_group.py" line="90"/>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <location filename="../ui/options/cache_group.py" line="94"/>
        <source>Remove the downloaded results ({size})?</source>
        <translation>Die heruntergeladenen Ergebnisse ({size}) entfernen?</translation>
    </message>
    <message>
        <location filename="../ui/options/cache_group.py" line="94"/>
        <source>They can be downloaded again as long as they are on their servers. Files that layers of the open project show stay.</source>
        <translation>Sie können wieder heruntergeladen werden, solange sie auf ihren Servern liegen. Dateien, die Layer des offenen Projekts zeigen, bleiben.</translation>
    </message>
    <message>
        <location filename="../ui/options/cache_group.py" line="94"/>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <location filename="../ui/options/cache_group.py" line="112"/>
        <source>Removing downloaded results</source>
        <translation>Entferne heruntergeladene Ergebnisse</translation>
    </message>
</context>
<context>
    <name>ChoiceEditor</name>
    <message>
        <location filename="../ui/new_task/options/editors.py" line="92"/>
        <source>(none)</source>
        <translation>(keine)</translation>
    </message>
</context>
<context>
    <name>ColoursDialog</name>
    <message>
        <location filename="../ui/map/colours_dialog.py" line="50"/>
        <source>Colours and range</source>
        <translation>Farben und Wertebereich</translation>
    </message>
    <message>
        <location filename="../ui/map/colours_dialog.py" line="70"/>
        <source>How often each value occurs</source>
        <translation>Wie oft jeder Wert vorkommt</translation>
    </message>
    <message>
        <location filename="../ui/map/colours_dialog.py" line="71"/>
        <source>Drag the handles to the values at the ends of the colours.</source>
        <translation>Ziehen Sie die Griffe auf die Werte an den Enden der Farben.</translation>
    </message>
    <message>
        <location filename="../ui/map/colours_dialog.py" line="75"/>
        <source>Lowest value</source>
        <translation>Niedrigster Wert</translation>
    </message>
    <message>
        <location filename="../ui/map/colours_dialog.py" line="76"/>
        <source>Highest value</source>
        <translation>Höchster Wert</translation>
    </message>
    <message>
        <location filename="../ui/map/colours_dialog.py" line="77"/>
        <source>Percent of the pixels cut off at each end</source>
        <translation>Prozent der Pixel, die an jedem Ende abgeschnitten werden</translation>
    </message>
    <message>
        <location filename="../ui/map/colours_dialog.py" line="79"/>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <location filename="../ui/map/colours_dialog.py" line="80"/>
        <source>A&amp;pply</source>
        <translation>An&amp;wenden</translation>
    </message>
    <message>
        <location filename="../ui/map/colours_dialog.py" line="83"/>
        <source>Leave this part of the pixels out at each end</source>
        <translation>Diesen Teil der Pixel an jedem Ende weglassen</translation>
    </message>
    <message>
        <location filename="../ui/map/colours_dialog.py" line="84"/>
        <source>&amp;All values</source>
        <translation>&amp;Alle Werte</translation>
    </message>
    <message>
        <location filename="../ui/map/colours_dialog.py" line="89"/>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <location filename="../ui/map/colours_dialog.py" line="91"/>
        <source>Shading</source>
        <translation>Schummerung</translation>
    </message>
    <message>
        <location filename="../ui/map/colours_dialog.py" line="92"/>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <location filename="../ui/map/colours_dialog.py" line="93"/>
        <source>How many times steeper than it is the ground is lit. More shows more, noise too.</source>
        <translation>Wie viel Mal steiler als in Wirklichkeit der Boden beleuchtet wird. Mehr zeigt mehr, auch Rauschen.</translation>
    </message>
    <message>
        <location filename="../ui/map/colours_dialog.py" line="94"/>
        <source>Show on the &amp;map while I change it</source>
        <translation>Änderungen sofort auf der &amp;Karte zeigen</translation>
    </message>
    <message>
        <location filename="../ui/map/colours_dialog.py" line="129"/>
        <source>The range and colours that a new layer has</source>
        <translation>Wertebereich und Farben, die ein neuer Layer hat</translation>
    </message>
    <message>
        <location filename="../ui/map/colours_dialog.py" line="142"/>
        <source>Colours &amp;from:</source>
        <translation>Farben &amp;von:</translation>
    </message>
    <message>
        <location filename="../ui/map/colours_dialog.py" line="142"/>
        <source>to</source>
        <translation>bis</translation>
    </message>
    <message>
        <location filename="../ui/map/colours_dialog.py" line="143"/>
        <source>Cut off at &amp;each end:</source>
        <translation>An jedem &amp;Ende abschneiden:</translation>
    </message>
    <message>
        <location filename="../ui/map/colours_dialog.py" line="144"/>
        <source>&amp;Colours:</source>
        <translation>Fa&amp;rben:</translation>
    </message>
    <message>
        <location filename="../ui/map/colours_dialog.py" line="146"/>
        <source>&amp;Shading:</source>
        <translation>&amp;Schummerung:</translation>
    </message>
    <message>
        <location filename="../ui/map/colours_dialog.py" line="214"/>
        <source>The first value must be smaller than the second.</source>
        <translation>Der erste Wert muss kleiner als der zweite sein.</translation>
    </message>
</context>
<context>
    <name>Compare</name>
    <message>
        <location filename="../core/layers/comparing/difference.py" line="300"/>
        <source>“{file}” cannot be written.</source>
        <translation>„{file}“ kann nicht geschrieben werden.</translation>
    </message>
    <message>
        <location filename="../core/layers/comparing/difference.py" line="300"/>
        <source>Choose another folder, or free some space on the disk.</source>
        <translation>Wählen Sie einen anderen Ordner oder schaffen Sie Platz auf dem Datenträger.</translation>
    </message>
    <message>
        <location filename="../core/layers/comparing/grid.py" line="81"/>
        <source>“{file}” does not say where on the ground it lies.</source>
        <translation>„{file}“ enthält keine Angabe zur Lage im Gelände.</translation>
    </message>
    <message>
        <location filename="../core/layers/comparing/grid.py" line="81"/>
        <source>Process the task again with photos that have a position, or with ground control points.</source>
        <translation>Verarbeiten Sie die Aufgabe noch einmal mit Fotos, die eine Position haben, oder mit Passpunkten.</translation>
    </message>
    <message>
        <location filename="../core/layers/comparing/grid.py" line="91"/>
        <source>“{file}” cannot be read.</source>
        <translation>„{file}“ kann nicht gelesen werden.</translation>
    </message>
    <message>
        <location filename="../core/layers/comparing/grid.py" line="91"/>
        <source>It may be damaged: remove downloaded results in the options, then try again.</source>
        <translation>Vielleicht ist die Datei beschädigt: Entfernen Sie heruntergeladene Ergebnisse in den Optionen und versuchen Sie es dann erneut.</translation>
    </message>
    <message>
        <location filename="../core/layers/comparing/grid.py" line="127"/>
        <source>The two surfaces do not overlap.</source>
        <translation>Die beiden Oberflächen überlappen sich nicht.</translation>
    </message>
    <message>
        <location filename="../core/layers/comparing/grid.py" line="127"/>
        <source>Choose two flights of the same place.</source>
        <translation>Wählen Sie zwei Befliegungen desselben Orts.</translation>
    </message>
    <message>
        <location filename="../core/layers/comparing/layer.py" line="54"/>
        <source>QGIS cannot open {file}.</source>
        <translation>QGIS kann {file} nicht öffnen.</translation>
    </message>
    <message>
        <location filename="../core/layers/comparing/layer.py" line="54"/>
        <source>Compare the flights again: the file may have been moved or changed.</source>
        <translation>Vergleichen Sie die Befliegungen noch einmal: Die Datei wurde vielleicht verschoben oder geändert.</translation>
    </message>
    <message>
        <location filename="../core/layers/comparing/layer.py" line="68"/>
        <source>DTM</source>
        <translation>DGM</translation>
    </message>
    <message>
        <location filename="../core/layers/comparing/layer.py" line="68"/>
        <source>DSM</source>
        <translation>DOM</translation>
    </message>
    <message>
        <location filename="../core/layers/comparing/layer.py" line="69"/>
        <source>{model} difference, {before} to {after}</source>
        <translation>{model}-Differenz, {before} bis {after}</translation>
    </message>
    <message>
        <location filename="../core/layers/comparing/layer.py" line="76"/>
        <source>Cut {cut} m³, filled {fill} m³, net {net} m³ on {area} m².</source>
        <translation>Abtrag {cut} m³, Auftrag {fill} m³, netto {net} m³ auf {area} m².</translation>
    </message>
    <message>
        <location filename="../core/layers/comparing/layer.py" line="85"/>
        <source>Changes below {metres} m are not counted.</source>
        <translation>Änderungen unter {metres} m sind nicht mitgezählt.</translation>
    </message>
    <message>
        <location filename="../core/layers/comparing/layer.py" line="92"/>
        <source>There is no vertical offset between the flights.</source>
        <translation>Zwischen den Befliegungen gibt es keinen Höhenversatz.</translation>
    </message>
    <message>
        <location filename="../core/layers/comparing/layer.py" line="94"/>
        <source>A vertical offset of {offset} m between the flights was removed.</source>
        <translation>Ein Höhenversatz von {offset} m zwischen den Befliegungen wurde entfernt.</translation>
    </message>
    <message>
        <location filename="../core/layers/comparing/layer.py" line="97"/>
        <source>The ground that did not change lies {offset} m from zero.</source>
        <translation>Der unveränderte Boden weicht um {offset} m von null ab.</translation>
    </message>
    <message>
        <location filename="../core/layers/comparing/layer.py" line="98"/>
        <source>Unless it really moved, compare again without the vertical offset.</source>
        <translation>Falls er sich nicht wirklich bewegt hat, vergleichen Sie noch einmal und lassen Sie den Höhenversatz entfernen.</translation>
    </message>
    <message>
        <location filename="../core/layers/comparing/layer.py" line="129"/>
        <source>−{metres} m (cut)</source>
        <translation>−{metres} m (Abtrag)</translation>
    </message>
    <message>
        <location filename="../core/layers/comparing/layer.py" line="130"/>
        <source>+{metres} m (filled)</source>
        <translation>+{metres} m (Auftrag)</translation>
    </message>
    <message>
        <location filename="../core/layers/comparing/layer.py" line="140"/>
        <source>Heights of “{after}” minus heights of “{before}”.</source>
        <translation>Höhen von „{after}“ minus Höhen von „{before}“.</translation>
    </message>
    <message>
        <location filename="../core/layers/comparing/layer.py" line="154"/>
        <source>Mean {mean} m, standard deviation {deviation} m, median {median} m.</source>
        <translation>Mittelwert {mean} m, Standardabweichung {deviation} m, Median {median} m.</translation>
    </message>
    <message>
        <location filename="../core/layers/comparing/layer.py" line="158"/>
        <source>Pixels of {metres} m, those of the coarser surface.</source>
        <translation>Pixel von {metres} m, die der gröberen Oberfläche.</translation>
    </message>
    <message>
        <location filename="../core/layers/comparing/layer.py" line="161"/>
        <source>Percentiles: {shares}</source>
        <translation>Perzentile: {shares}</translation>
    </message>
    <message>
        <location filename="../core/layers/comparing/work.py" line="53"/>
        <source>Comparing the heights</source>
        <translation>Höhen werden verglichen</translation>
    </message>
    <message>
        <location filename="../ui/map/swipe_flights.py" line="58"/>
        <source>The orthophoto of “{flight}” is not on the map.</source>
        <translation>Das Orthofoto von „{flight}“ ist nicht auf der Karte.</translation>
    </message>
    <message>
        <location filename="../ui/map/swipe_flights.py" line="58"/>
        <source>Add it to the map, then compare again.</source>
        <translation>Fügen Sie es zur Karte hinzu und vergleichen Sie dann noch einmal.</translation>
    </message>
</context>
<context>
    <name>CompareDialog</name>
    <message>
        <location filename="../ui/map/compare_dialog.py" line="54"/>
        <source>Compare flights</source>
        <translation>Befliegungen vergleichen</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_dialog.py" line="55"/>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_dialog.py" line="92"/>
        <source>Earlier flight</source>
        <translation>Frühere Befliegung</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_dialog.py" line="93"/>
        <source>Later flight</source>
        <translation>Spätere Befliegung</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_dialog.py" line="98"/>
        <source>&amp;Earlier flight:</source>
        <translation>&amp;Frühere Befliegung:</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_dialog.py" line="99"/>
        <source>&amp;Later flight:</source>
        <translation>S&amp;pätere Befliegung:</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_dialog.py" line="107"/>
        <source>&amp;Orthophotos under a line that you draw across the map</source>
        <translation>&amp;Orthofotos beiderseits einer Linie, die Sie über die Karte ziehen</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_dialog.py" line="111"/>
        <source>&amp;Difference of heights, with the volumes cut and filled</source>
        <translation>Höhenu&amp;nterschied mit den Volumen von Abtrag und Auftrag</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_dialog.py" line="113"/>
        <source>Heights to compare</source>
        <translation>Zu vergleichende Höhen</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_dialog.py" line="116"/>
        <source>&amp;Remove a vertical offset between the flights</source>
        <translation>Höhen&amp;versatz zwischen den Befliegungen entfernen</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_dialog.py" line="118"/>
        <source>Without ground control points, whole flights lie too high or too low, often by metres.</source>
        <translation>Ohne Passpunkte liegen ganze Befliegungen zu hoch oder zu niedrig, oft um mehrere Meter.</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_dialog.py" line="119"/>
        <source>The offset is taken from the ground that did not change, which has to be at least half of the area.</source>
        <translation>Der Versatz wird aus dem unveränderten Boden bestimmt, der mindestens die Hälfte der Fläche ausmachen muss.</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_dialog.py" line="126"/>
        <source> m</source>
        <translation> m</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_dialog.py" line="127"/>
        <source>Count all changes</source>
        <translation>Alle Änderungen zählen</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_dialog.py" line="128"/>
        <source>Smaller changes count neither as cut nor as filled: over a large area the noise of matching adds up.</source>
        <translation>Kleinere Änderungen zählen weder als Abtrag noch als Auftrag: Auf großer Fläche summiert sich das Rauschen der Bildzuordnung.</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_dialog.py" line="133"/>
        <source>GeoTIFF</source>
        <translation>GeoTIFF</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_dialog.py" line="134"/>
        <source>Save the difference</source>
        <translation>Höhenunterschied speichern</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_dialog.py" line="135"/>
        <source>File of the difference</source>
        <translation>Datei des Höhenunterschieds</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_dialog.py" line="137"/>
        <source>&amp;Heights:</source>
        <translation>&amp;Höhen:</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_dialog.py" line="139"/>
        <source>I&amp;gnore below:</source>
        <translation>I&amp;gnorieren unter:</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_dialog.py" line="140"/>
        <source>&amp;Save as:</source>
        <translation>&amp;Speichern unter:</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_dialog.py" line="143"/>
        <source>&amp;Two layers or groups of the map under a line</source>
        <translation>&amp;Zwei Layer oder Gruppen der Karte beiderseits einer Linie</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_dialog.py" line="144"/>
        <source>Layer on the left</source>
        <translation>Layer links</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_dialog.py" line="145"/>
        <source>Layer on the right</source>
        <translation>Layer rechts</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_dialog.py" line="152"/>
        <source>Le&amp;ft:</source>
        <translation>&amp;Links:</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_dialog.py" line="153"/>
        <source>R&amp;ight:</source>
        <translation>&amp;Rechts:</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_dialog.py" line="232"/>
        <source>{model} difference {before} to {after}</source>
        <translation>{model}-Differenz {before} bis {after}</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_dialog.py" line="256"/>
        <source>The map has fewer than two layers: add some to it first.</source>
        <translation>Die Karte hat weniger als zwei Layer: Fügen Sie erst welche hinzu.</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_dialog.py" line="258"/>
        <source>Choose two different layers.</source>
        <translation>Wählen Sie zwei verschiedene Layer.</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_dialog.py" line="310"/>
        <source>{day}: {name}</source>
        <translation>{day}: {name}</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_reasons.py" line="20"/>
        <source>The project has fewer than two finished flights.</source>
        <translation>Das Projekt hat weniger als zwei fertige Befliegungen.</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_reasons.py" line="22"/>
        <source>Choose two different flights.</source>
        <translation>Wählen Sie zwei verschiedene Befliegungen.</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_reasons.py" line="27"/>
        <source>The two flights do not overlap.</source>
        <translation>Die beiden Befliegungen überlappen sich nicht.</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_reasons.py" line="37"/>
        <source>{flights}: no {product}.</source>
        <translation>{flights}: {product} fehlt.</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_reasons.py" line="39"/>
        <source>The processing did not give one; the console says more.</source>
        <translation>Die Verarbeitung hat es nicht ergeben; mehr sagt die Konsole.</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_reasons.py" line="41"/>
        <source>Process again without the option “skip-orthophoto”.</source>
        <translation>Verarbeiten Sie noch einmal ohne die Option „skip-orthophoto“.</translation>
    </message>
    <message>
        <location filename="../ui/map/compare_reasons.py" line="42"/>
        <source>Process again with the option “{option}”.</source>
        <translation>Verarbeiten Sie noch einmal mit der Option „{option}“.</translation>
    </message>
</context>
<context>
    <name>Connections</name>
    <message>
        <location filename="../core/connections.py" line="53"/>
        <source>This computer</source>
        <translation>Dieser Computer</translation>
    </message>
    <message>
        <location filename="../core/connections.py" line="87"/>
        <source>Several connections are called “{}”: {}.</source>
        <translation>Mehrere Verbindungen heißen „{}“: {}.</translation>
    </message>
    <message>
        <location filename="../core/connections.py" line="87"/>
        <source>Forget those that are not meant, in the Nadir panel.</source>
        <translation>Entfernen Sie im Nadir-Bedienfeld die nicht gemeinten.</translation>
    </message>
    <message>
        <location filename="../core/connections.py" line="93"/>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <location filename="../core/connections.py" line="94"/>
        <source>There is no connection called “{}”.</source>
        <translation>Es gibt keine Verbindung mit dem Namen „{}“.</translation>
    </message>
    <message>
        <location filename="../core/connections.py" line="94"/>
        <source>Known connections: {}.</source>
        <translation>Bekannte Verbindungen: {}.</translation>
    </message>
    <message>
        <location filename="../core/connections.py" line="146"/>
        <source>No log-in could be read for this connection.</source>
        <translation>Für diese Verbindung konnte keine Anmeldung gelesen werden.</translation>
    </message>
    <message>
        <location filename="../core/connections.py" line="146"/>
        <source>Type the user name and the password again; they are kept in QGIS&apos;s authentication database.</source>
        <translation>Geben Sie Benutzername und Passwort erneut ein; sie werden in der Authentifizierungsdatenbank von QGIS gespeichert.</translation>
    </message>
    <message>
        <location filename="../core/connections.py" line="185"/>
        <source>The log-in could not be saved.</source>
        <translation>Die Anmeldung konnte nicht gespeichert werden.</translation>
    </message>
    <message>
        <location filename="../core/connections.py" line="185"/>
        <source>Unlock QGIS&apos;s authentication database (Settings, Options, Authentication) and save it again.</source>
        <translation>Entsperren Sie die Authentifizierungsdatenbank von QGIS (Einstellungen, Optionen, Authentifizierung) und speichern Sie erneut.</translation>
    </message>
    <message>
        <location filename="../core/connections.py" line="300"/>
        <source>Your certificate for this server cannot be read: {}.</source>
        <translation>Ihr Zertifikat für diesen Server kann nicht gelesen werden: {}.</translation>
    </message>
    <message>
        <location filename="../core/connections.py" line="300"/>
        <source>Check it in QGIS: Settings, Options, Authentication.</source>
        <translation>Prüfen Sie es in QGIS: Einstellungen, Optionen, Authentifizierung.</translation>
    </message>
    <message>
        <location filename="../ui/connections/trouble.py" line="24"/>
        <source>Proxy settings…</source>
        <translation>Proxy-Einstellungen …</translation>
    </message>
    <message>
        <location filename="../ui/connections/trouble.py" line="26"/>
        <source>Certificate settings…</source>
        <translation>Zertifikat-Einstellungen …</translation>
    </message>
</context>
<context>
    <name>Console</name>
    <message>
        <location filename="../ui/details/console.py" line="35"/>
        <source>Console</source>
        <translation>Konsole</translation>
    </message>
    <message>
        <location filename="../ui/details/console.py" line="82"/>
        <source>Search (Ctrl+F)</source>
        <translation>Suchen (Strg+F)</translation>
    </message>
    <message>
        <location filename="../ui/details/console.py" line="83"/>
        <source>Copy all lines</source>
        <translation>Alle Zeilen kopieren</translation>
    </message>
    <message>
        <location filename="../ui/details/console.py" line="84"/>
        <source>Save as…</source>
        <translation>Speichern unter …</translation>
    </message>
    <message>
        <location filename="../ui/details/console.py" line="85"/>
        <source>Go along with the end</source>
        <translation>Dem Ende folgen</translation>
    </message>
    <message>
        <location filename="../ui/details/console.py" line="135"/>
        <source>Nothing has been printed yet</source>
        <translation>Noch keine Ausgabe</translation>
    </message>
    <message>
        <location filename="../ui/details/console.py" line="142"/>
        <source>The server keeps no lines of this task.</source>
        <translation>Der Server hat keine Zeilen dieser Aufgabe.</translation>
    </message>
    <message>
        <location filename="../ui/details/console.py" line="143"/>
        <source>Lines appear here once a processing node works on the task.</source>
        <translation>Zeilen erscheinen hier, sobald ein Verarbeitungsknoten an der Aufgabe arbeitet.</translation>
    </message>
    <message>
        <location filename="../ui/details/console.py" line="148"/>
        <source>1 line</source>
        <translation>1 Zeile</translation>
    </message>
    <message>
        <location filename="../ui/details/console.py" line="148"/>
        <source>{n} lines</source>
        <translation>{n} Zeilen</translation>
    </message>
</context>
<context>
    <name>ConsoleSearch</name>
    <message>
        <location filename="../ui/details/console_search_bar.py" line="143"/>
        <source>{number} of {count}</source>
        <translation>{number} von {count}</translation>
    </message>
    <message>
        <location filename="../ui/details/console_search_bar.py" line="147"/>
        <source>Not found</source>
        <translation>Nicht gefunden</translation>
    </message>
</context>
<context>
    <name>ConsoleSearchBar</name>
    <message>
        <location filename="../ui/details/console_search_bar.py" line="34"/>
        <source>Search the console</source>
        <translation>Konsole durchsuchen</translation>
    </message>
    <message>
        <location filename="../ui/details/console_search_bar.py" line="38"/>
        <source>Previous match (Shift+F3)</source>
        <translation>Voriger Treffer (Umschalt+F3)</translation>
    </message>
    <message>
        <location filename="../ui/details/console_search_bar.py" line="39"/>
        <source>Next match (F3)</source>
        <translation>Nächster Treffer (F3)</translation>
    </message>
    <message>
        <location filename="../ui/details/console_search_bar.py" line="40"/>
        <source>Close the search (Esc)</source>
        <translation>Suche schließen (Esc)</translation>
    </message>
</context>
<context>
    <name>Contours</name>
    <message>
        <location filename="../core/layers/values/contours.py" line="59"/>
        <source>Contour lines need an interval above 0.</source>
        <translation>Höhenlinien brauchen einen Abstand über 0.</translation>
    </message>
    <message>
        <location filename="../core/layers/values/contours.py" line="59"/>
        <source>Choose another one.</source>
        <translation>Wählen Sie einen anderen.</translation>
    </message>
    <message>
        <location filename="../core/layers/values/contours.py" line="107"/>
        <source>There are no heights to draw contour lines of.</source>
        <translation>Es gibt keine Höhen, von denen sich Höhenlinien zeichnen lassen.</translation>
    </message>
    <message>
        <location filename="../core/layers/values/contours.py" line="109"/>
        <source>That would draw more than {count:,} lines one above the other.</source>
        <translation>Das ergäbe mehr als {count:,} Linien übereinander.</translation>
    </message>
    <message>
        <location filename="../core/layers/values/contours.py" line="109"/>
        <source>Choose a larger interval.</source>
        <translation>Wählen Sie einen größeren Abstand.</translation>
    </message>
    <message>
        <location filename="../core/layers/values/contours.py" line="175"/>
        <source>The contour lines of {file} could not be made.</source>
        <translation>Die Höhenlinien von {file} konnten nicht erzeugt werden.</translation>
    </message>
    <message>
        <location filename="../core/layers/values/contours.py" line="175"/>
        <source>Check that the disk has room, then try again.</source>
        <translation>Prüfen Sie, ob auf dem Laufwerk Platz ist, und versuchen Sie es dann erneut.</translation>
    </message>
</context>
<context>
    <name>ContoursDialog</name>
    <message>
        <location filename="../ui/actions/contours_dialog.py" line="24"/>
        <source>Add contours</source>
        <translation>Höhenlinien hinzufügen</translation>
    </message>
    <message>
        <location filename="../ui/actions/contours_dialog.py" line="35"/>
        <source>automatic</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <location filename="../ui/actions/contours_dialog.py" line="36"/>
        <source> m</source>
        <translation> m</translation>
    </message>
    <message>
        <location filename="../ui/actions/contours_dialog.py" line="39"/>
        <source>&amp;Of:</source>
        <translation>&amp;Von:</translation>
    </message>
    <message>
        <location filename="../ui/actions/contours_dialog.py" line="40"/>
        <source>&amp;Interval:</source>
        <translation>&amp;Abstand:</translation>
    </message>
    <message>
        <location filename="../ui/actions/contours_dialog.py" line="42"/>
        <source>Automatic draws about twenty lines. Where the server draws none, this computer does.</source>
        <translation>Automatisch zeichnet etwa zwanzig Linien. Wo der Server keine zeichnet, tut es dieser Computer.</translation>
    </message>
</context>
<context>
    <name>ControlPointsChoice</name>
    <message>
        <location filename="../ui/new_task/options/control_points_choice.py" line="45"/>
        <source>Ground control points</source>
        <translation>Passpunkte</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/control_points_choice.py" line="46"/>
        <source>Ground control points (*.txt);;All files (*)</source>
        <translation>Passpunkte (*.txt);;Alle Dateien (*)</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/control_points_choice.py" line="49"/>
        <source>File of ground control points</source>
        <translation>Datei mit Passpunkten</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/control_points_choice.py" line="50"/>
        <source>gcp_list.txt</source>
        <translation>gcp_list.txt</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/control_points_choice.py" line="83"/>
        <source>The ground control points are being looked at.</source>
        <translation>Die Passpunkte werden geprüft.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/control_points_choice.py" line="87"/>
        <source>The ground control points cannot be used. {problem}</source>
        <translation>Die Passpunkte sind nicht verwendbar. {problem}</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/control_points_choice.py" line="96"/>
        <source>The processing node does not say whether it uses ground control points; it may ignore them.</source>
        <translation>Der Verarbeitungsknoten sagt nicht, ob er Passpunkte verwendet; vielleicht übergeht er sie.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/control_points_choice.py" line="122"/>
        <source>Looking at ground control points</source>
        <translation>Passpunkte werden geprüft</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/control_points_choice.py" line="141"/>
        <source>Choose a file to fit the result onto measured points.</source>
        <translation>Wählen Sie eine Datei, um das Ergebnis an gemessene Punkte anzupassen.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/control_points_choice.py" line="145"/>
        <source>Looking at the file…</source>
        <translation>Datei wird geprüft…</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/control_points_choice.py" line="154"/>
        <source>{points} points on {photos} photos, {crs}</source>
        <translation>{points} Punkte auf {photos} Fotos, {crs}</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <location filename="../ui/details/facts.py" line="41"/>
        <source>Points</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="41"/>
        <source>Ground resolution</source>
        <translation>Bodenauflösung</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="93"/>
        <source>Area</source>
        <translation>Fläche</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="41"/>
        <source>Flown</source>
        <translation>Beflogen</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="41"/>
        <source>Placed by</source>
        <translation>Verortet durch</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="41"/>
        <source>Reference system</source>
        <translation>Bezugssystem</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="41"/>
        <source>Bands</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="93"/>
        <source>Size on the server</source>
        <translation>Größe auf dem Server</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="93"/>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="56"/>
        <source>Other media</source>
        <translation>Andere Medien</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="78"/>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="56"/>
        <source>Processing time</source>
        <translation>Verarbeitungszeit</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="56"/>
        <source>Processing node</source>
        <translation>Verarbeitungsknoten</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="56"/>
        <source>Imported from</source>
        <translation>Importiert von</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="78"/>
        <source>Tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="78"/>
        <source>Public</source>
        <translation>Öffentlich</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="78"/>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="77"/>
        <source>you</source>
        <translation>Sie</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="77"/>
        <source>somebody else, who shares it with you</source>
        <translation>jemand anderes, der es mit Ihnen teilt</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="78"/>
        <source>Owner</source>
        <translation>Besitzer</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="78"/>
        <source>You may</source>
        <translation>Sie dürfen</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="93"/>
        <source>Tasks</source>
        <translation>Aufgaben</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="162"/>
        <source>{n} m²</source>
        <translation>{n} m²</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="164"/>
        <source>{n} ha</source>
        <translation>{n} ha</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="165"/>
        <source>{n} km²</source>
        <translation>{n} km²</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="107"/>
        <source>{n} cm per pixel</source>
        <translation>{n} cm pro Pixel</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="112"/>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="136"/>
        <source>{first} to {last}</source>
        <translation>{first} bis {last}</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="141"/>
        <source>positions of the photos</source>
        <translation>Positionen der Fotos</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="142"/>
        <source>ground control points</source>
        <translation>Passpunkte</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="143"/>
        <source>alignment to another task</source>
        <translation>Ausrichtung an anderer Aufgabe</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="144"/>
        <source>nothing: local coordinates</source>
        <translation>nichts: lokale Koordinaten</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="160"/>
        <source>{size}, compacted</source>
        <translation>{size}, komprimiert</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="176"/>
        <source>{count}, made smaller to {pixels} pixels</source>
        <translation>{count}, verkleinert auf {pixels} Pixel</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="186"/>
        <source>{name}, chosen by the server</source>
        <translation>{name}, vom Server gewählt</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="187"/>
        <source>the server will choose one</source>
        <translation>der Server wählt einen</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="187"/>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="210"/>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="194"/>
        <source>yes, whoever has the link can change it</source>
        <translation>ja, wer den Link hat, kann es ändern</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="195"/>
        <source>yes, whoever has the link can see it</source>
        <translation>ja, wer den Link hat, kann es sehen</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="200"/>
        <source>view</source>
        <translation>ansehen</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="201"/>
        <source>add tasks</source>
        <translation>Aufgaben hinzufügen</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="202"/>
        <source>change</source>
        <translation>ändern</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="203"/>
        <source>delete</source>
        <translation>löschen</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="210"/>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="213"/>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="220"/>
        <source>waiting</source>
        <translation>wartend</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="221"/>
        <source>uploading</source>
        <translation>beim Hochladen</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="222"/>
        <source>in the queue</source>
        <translation>eingereiht</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="223"/>
        <source>processing</source>
        <translation>in Verarbeitung</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="224"/>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="225"/>
        <source>completed</source>
        <translation>abgeschlossen</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="226"/>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <location filename="../ui/details/facts.py" line="227"/>
        <source>in another state</source>
        <translation>in anderem Zustand</translation>
    </message>
    <message>
        <location filename="../ui/details/overview.py" line="116"/>
        <source>The server gives no reason for the failure.</source>
        <translation>Der Server nennt keinen Grund für den Fehlschlag.</translation>
    </message>
    <message>
        <location filename="../ui/details/overview.py" line="118"/>
        <source>The task has no processing node and waits for ever.</source>
        <translation>Die Aufgabe hat keinen Verarbeitungsknoten und wartet ewig.</translation>
    </message>
    <message>
        <location filename="../ui/details/overview.py" line="119"/>
        <source>Choose a node in the task&apos;s options, or let the server choose, then restart.</source>
        <translation>Wählen Sie in den Optionen der Aufgabe einen Knoten oder lassen Sie den Server wählen, dann starten Sie neu.</translation>
    </message>
</context>
<context>
    <name>DetailsDialog</name>
    <message>
        <location filename="../ui/common/notifier.py" line="75"/>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <location filename="../ui/common/notifier.py" line="79"/>
        <source>Technical details</source>
        <translation>Technische Details</translation>
    </message>
    <message>
        <location filename="../ui/common/notifier.py" line="82"/>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
</context>
<context>
    <name>DetailsPane</name>
    <message>
        <location filename="../ui/details/pane.py" line="53"/>
        <source>Nothing selected</source>
        <translation>Nichts ausgewählt</translation>
    </message>
    <message>
        <location filename="../ui/details/pane.py" line="53"/>
        <source>Select a task to see its state, its console and its files.</source>
        <translation>Wählen Sie eine Aufgabe, um Zustand, Konsole und Dateien zu sehen.</translation>
    </message>
    <message>
        <location filename="../ui/details/pane.py" line="252"/>
        <source>Save the console</source>
        <translation>Konsole speichern</translation>
    </message>
    <message>
        <location filename="../ui/details/pane.py" line="257"/>
        <source>Saved “{file}”.</source>
        <translation>„{file}“ gespeichert.</translation>
    </message>
    <message>
        <location filename="../ui/details/pane.py" line="258"/>
        <source>Add to map</source>
        <translation>Zur Karte hinzufügen</translation>
    </message>
</context>
<context>
    <name>Downloads</name>
    <message>
        <location filename="../core/layers/downloading.py" line="37"/>
        <source>The server is making the file</source>
        <translation>Der Server stellt die Datei her</translation>
    </message>
    <message>
        <location filename="../core/layers/downloading.py" line="97"/>
        <source>{done} of {total} {unit}</source>
        <translation>{done} von {total} {unit}</translation>
    </message>
    <message>
        <location filename="../core/layers/downloading.py" line="111"/>
        <source>The download was interrupted.</source>
        <translation>Der Download wurde unterbrochen.</translation>
    </message>
    <message>
        <location filename="../core/layers/downloading.py" line="111"/>
        <source>Start it again: it goes on from there where the server can.</source>
        <translation>Starten Sie ihn neu: Er geht von dort weiter, wo der Server es kann.</translation>
    </message>
    <message>
        <location filename="../core/layers/downloading.py" line="82"/>
        <source>{file} cannot be written.</source>
        <translation>{file} kann nicht geschrieben werden.</translation>
    </message>
    <message>
        <location filename="../core/layers/downloading.py" line="82"/>
        <source>Choose another folder, or free some space on the disk.</source>
        <translation>Wählen Sie einen anderen Ordner oder schaffen Sie Platz auf dem Datenträger.</translation>
    </message>
</context>
<context>
    <name>EmptyPage</name>
    <message>
        <location filename="../ui/new_task/photos/empty_page.py" line="28"/>
        <source>Drop a folder of drone photos here</source>
        <translation>Ordner mit Drohnenfotos hier ablegen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/empty_page.py" line="34"/>
        <source>JPEG or TIFF. Nadir looks at them before anything is sent.</source>
        <translation>JPEG oder TIFF. Nadir prüft sie, bevor etwas gesendet wird.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/empty_page.py" line="77"/>
        <source>Add &amp;folder…</source>
        <translation>&amp;Ordner hinzufügen …</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/empty_page.py" line="77"/>
        <source>Add &amp;photos…</source>
        <translation>&amp;Fotos hinzufügen …</translation>
    </message>
</context>
<context>
    <name>Endings</name>
    <message>
        <location filename="../ui/endings.py" line="55"/>
        <source>“{name}” is completed, but has no place on the map: its photos have no position.</source>
        <translation>„{name}“ ist abgeschlossen, hat aber keinen Ort auf der Karte: Die Fotos haben keine Position.</translation>
    </message>
    <message>
        <location filename="../ui/endings.py" line="63"/>
        <source>“{name}” is completed.</source>
        <translation>„{name}“ ist abgeschlossen.</translation>
    </message>
    <message>
        <location filename="../ui/endings.py" line="65"/>
        <source>Add to map</source>
        <translation>Zur Karte hinzufügen</translation>
    </message>
    <message>
        <location filename="../ui/endings.py" line="72"/>
        <source>the server gave no reason</source>
        <translation>der Server nannte keinen Grund</translation>
    </message>
    <message>
        <location filename="../ui/endings.py" line="74"/>
        <source>“{name}” failed: {reason}</source>
        <translation>„{name}“ ist fehlgeschlagen: {reason}</translation>
    </message>
    <message>
        <location filename="../ui/endings.py" line="75"/>
        <source>Show console</source>
        <translation>Konsole anzeigen</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <location filename="../ui/details/export_choices.py" line="56"/>
        <source>GeoTIFF, with its values (.tif)</source>
        <translation>GeoTIFF, mit Werten (.tif)</translation>
    </message>
    <message>
        <location filename="../ui/details/export_choices.py" line="57"/>
        <source>GeoTIFF, coloured (.tif)</source>
        <translation>GeoTIFF, eingefärbt (.tif)</translation>
    </message>
    <message>
        <location filename="../ui/details/export_choices.py" line="58"/>
        <source>JPEG (.jpg)</source>
        <translation>JPEG (.jpg)</translation>
    </message>
    <message>
        <location filename="../ui/details/export_choices.py" line="59"/>
        <source>PNG (.png)</source>
        <translation>PNG (.png)</translation>
    </message>
    <message>
        <location filename="../ui/details/export_choices.py" line="60"/>
        <source>KMZ for globes (.kmz)</source>
        <translation>KMZ für Globen (.kmz)</translation>
    </message>
    <message>
        <location filename="../ui/details/export_choices.py" line="61"/>
        <source>LAZ, compressed (.laz)</source>
        <translation>LAZ, komprimiert (.laz)</translation>
    </message>
    <message>
        <location filename="../ui/details/export_choices.py" line="62"/>
        <source>LAS (.las)</source>
        <translation>LAS (.las)</translation>
    </message>
    <message>
        <location filename="../ui/details/export_choices.py" line="63"/>
        <source>PLY (.ply)</source>
        <translation>PLY (.ply)</translation>
    </message>
    <message>
        <location filename="../ui/details/export_choices.py" line="64"/>
        <source>Table (.csv)</source>
        <translation>Tabelle (.csv)</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <location filename="../ui/details/export_dialog.py" line="58"/>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="72"/>
        <source>Product</source>
        <translation>Produkt</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="75"/>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="78"/>
        <source>Reference system</source>
        <translation>Bezugssystem</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="80"/>
        <source>As it is: {name}</source>
        <translation>Unverändert: {name}</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="82"/>
        <source>Index</source>
        <translation>Index</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="83"/>
        <source>Order of the bands</source>
        <translation>Reihenfolge der Kanäle</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="84"/>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="85"/>
        <source>Lowest value</source>
        <translation>Niedrigster Wert</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="85"/>
        <source>Highest value</source>
        <translation>Höchster Wert</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="89"/>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="91"/>
        <source>Shading</source>
        <translation>Schummerung</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="97"/>
        <source> m</source>
        <translation> m</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="98"/>
        <source>all points</source>
        <translation>alle Punkte</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="100"/>
        <source>Distance of points</source>
        <translation>Punktabstand</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="104"/>
        <source>Save as</source>
        <translation>Speichern unter</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="113"/>
        <source>to</source>
        <translation>bis</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="116"/>
        <source>&amp;Product:</source>
        <translation>&amp;Produkt:</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="117"/>
        <source>&amp;Format:</source>
        <translation>&amp;Format:</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="118"/>
        <source>&amp;Reference system:</source>
        <translation>&amp;Bezugssystem:</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="119"/>
        <source>&amp;Index:</source>
        <translation>&amp;Index:</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="120"/>
        <source>Order of the &amp;bands:</source>
        <translation>Reihenfolge der &amp;Kanäle:</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="121"/>
        <source>&amp;Colours:</source>
        <translation>Fa&amp;rben:</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="122"/>
        <source>Colours &amp;from:</source>
        <translation>Farben &amp;von:</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="123"/>
        <source>S&amp;hading:</source>
        <translation>S&amp;chummerung:</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="124"/>
        <source>&amp;Distance of points:</source>
        <translation>Punktabstan&amp;d:</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="125"/>
        <source>&amp;Save as:</source>
        <translation>&amp;Speichern unter:</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="129"/>
        <source>&amp;Export</source>
        <translation>&amp;Exportieren</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="218"/>
        <source>as the server finds them</source>
        <translation>wie der Server sie findet</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="306"/>
        <source>Asking the server for colours and indices…</source>
        <translation>Farben und Indizes werden abgefragt…</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="274"/>
        <source>none: true colours</source>
        <translation>keiner: Echtfarben</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="279"/>
        <source>as the server has them</source>
        <translation>wie auf dem Server</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="295"/>
        <source>Choose where the file is to be saved.</source>
        <translation>Wählen Sie, wo die Datei gespeichert werden soll.</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="297"/>
        <source>There is no folder {folder}.</source>
        <translation>Es gibt keinen Ordner {folder}.</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="299"/>
        <source>The lowest value has to be below the highest.</source>
        <translation>Der niedrigste Wert muss unter dem höchsten liegen.</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="305"/>
        <source>The file is there already and will be replaced.</source>
        <translation>Die Datei gibt es schon, sie wird ersetzt.</translation>
    </message>
    <message>
        <location filename="../ui/details/export_dialog.py" line="311"/>
        <source>that of the task</source>
        <translation>das der Aufgabe</translation>
    </message>
</context>
<context>
    <name>Files</name>
    <message>
        <location filename="../ui/details/file_kinds.py" line="34"/>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <location filename="../ui/details/file_kinds.py" line="35"/>
        <source>Elevation</source>
        <translation>Höhen</translation>
    </message>
    <message>
        <location filename="../ui/details/file_kinds.py" line="135"/>
        <source>Point cloud</source>
        <translation>Punktwolke</translation>
    </message>
    <message>
        <location filename="../ui/details/file_kinds.py" line="37"/>
        <source>3D model</source>
        <translation>3D-Modell</translation>
    </message>
    <message>
        <location filename="../ui/details/file_kinds.py" line="38"/>
        <source>Report and cameras</source>
        <translation>Bericht und Kameras</translation>
    </message>
    <message>
        <location filename="../ui/details/file_kinds.py" line="39"/>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <location filename="../ui/details/file_kinds.py" line="127"/>
        <source>Orthophoto</source>
        <translation>Orthofoto</translation>
    </message>
    <message>
        <location filename="../ui/details/file_kinds.py" line="128"/>
        <source>Orthophoto as a picture</source>
        <translation>Orthofoto als Bild</translation>
    </message>
    <message>
        <location filename="../ui/details/file_kinds.py" line="129"/>
        <source>Orthophoto as tiles (MBTiles)</source>
        <translation>Orthofoto als Kacheln (MBTiles)</translation>
    </message>
    <message>
        <location filename="../ui/details/file_kinds.py" line="130"/>
        <source>Orthophoto as tiles</source>
        <translation>Orthofoto als Kacheln</translation>
    </message>
    <message>
        <location filename="../ui/details/file_kinds.py" line="131"/>
        <source>Surface model (DSM)</source>
        <translation>Oberflächenmodell (DOM)</translation>
    </message>
    <message>
        <location filename="../ui/details/file_kinds.py" line="132"/>
        <source>Terrain model (DTM)</source>
        <translation>Geländemodell (DGM)</translation>
    </message>
    <message>
        <location filename="../ui/details/file_kinds.py" line="133"/>
        <source>Surface model as tiles</source>
        <translation>Oberflächenmodell als Kacheln</translation>
    </message>
    <message>
        <location filename="../ui/details/file_kinds.py" line="134"/>
        <source>Terrain model as tiles</source>
        <translation>Geländemodell als Kacheln</translation>
    </message>
    <message>
        <location filename="../ui/details/file_kinds.py" line="136"/>
        <source>Point cloud, not compressed</source>
        <translation>Punktwolke, unkomprimiert</translation>
    </message>
    <message>
        <location filename="../ui/details/file_kinds.py" line="137"/>
        <source>Point cloud (PLY)</source>
        <translation>Punktwolke (PLY)</translation>
    </message>
    <message>
        <location filename="../ui/details/file_kinds.py" line="138"/>
        <source>Point cloud as a table</source>
        <translation>Punktwolke als Tabelle</translation>
    </message>
    <message>
        <location filename="../ui/details/file_kinds.py" line="139"/>
        <source>Point cloud as 3D tiles</source>
        <translation>Punktwolke als 3D-Kacheln</translation>
    </message>
    <message>
        <location filename="../ui/details/file_kinds.py" line="140"/>
        <source>Textured model</source>
        <translation>Texturiertes Modell</translation>
    </message>
    <message>
        <location filename="../ui/details/file_kinds.py" line="141"/>
        <source>Textured model (OBJ)</source>
        <translation>Texturiertes Modell (OBJ)</translation>
    </message>
    <message>
        <location filename="../ui/details/file_kinds.py" line="142"/>
        <source>Textured model as 3D tiles</source>
        <translation>Texturiertes Modell als 3D-Kacheln</translation>
    </message>
    <message>
        <location filename="../ui/details/file_kinds.py" line="143"/>
        <source>Quality report</source>
        <translation>Qualitätsbericht</translation>
    </message>
    <message>
        <location filename="../ui/details/file_kinds.py" line="144"/>
        <source>Camera positions</source>
        <translation>Kamerapositionen</translation>
    </message>
    <message>
        <location filename="../ui/details/file_kinds.py" line="145"/>
        <source>Ground control points</source>
        <translation>Passpunkte</translation>
    </message>
    <message>
        <location filename="../ui/details/file_kinds.py" line="146"/>
        <source>Camera parameters</source>
        <translation>Kameraparameter</translation>
    </message>
    <message>
        <location filename="../ui/details/file_kinds.py" line="147"/>
        <source>All files in one archive</source>
        <translation>Alle Dateien in einem Archiv</translation>
    </message>
    <message>
        <location filename="../ui/details/file_sizes.py" line="54"/>
        <source>size unknown</source>
        <translation>Größe unbekannt</translation>
    </message>
    <message>
        <location filename="../ui/details/file_verbs.py" line="32"/>
        <source>QGIS does not show this kind of file as a layer. Save it instead.</source>
        <translation>QGIS zeigt diese Art Datei nicht als Layer. Speichern Sie sie stattdessen.</translation>
    </message>
    <message>
        <location filename="../ui/details/file_verbs.py" line="45"/>
        <source>Adding {file} of “{name}” to the map</source>
        <translation>{file} von „{name}“ wird zur Karte hinzugefügt</translation>
    </message>
    <message>
        <location filename="../ui/details/file_verbs.py" line="59"/>
        <source>Saving {file} of “{name}”</source>
        <translation>{file} von „{name}“ wird gespeichert</translation>
    </message>
    <message>
        <location filename="../ui/details/file_verbs.py" line="62"/>
        <source>Save {file}</source>
        <translation>{file} speichern</translation>
    </message>
    <message>
        <location filename="../ui/details/file_verbs.py" line="75"/>
        <source>Exporting {file} of “{name}”</source>
        <translation>{file} von „{name}“ wird exportiert</translation>
    </message>
    <message>
        <location filename="../ui/details/files.py" line="103"/>
        <source>Files of the task</source>
        <translation>Dateien der Aufgabe</translation>
    </message>
    <message>
        <location filename="../ui/details/files.py" line="119"/>
        <source>&amp;Add to map</source>
        <translation>Zur &amp;Karte hinzufügen</translation>
    </message>
    <message>
        <location filename="../ui/details/files.py" line="120"/>
        <source>&amp;Save as…</source>
        <translation>&amp;Speichern unter …</translation>
    </message>
    <message>
        <location filename="../ui/details/files.py" line="121"/>
        <source>&amp;Export in another CRS or format…</source>
        <translation>In anderem KBS oder Format &amp;exportieren …</translation>
    </message>
    <message>
        <location filename="../ui/details/files.py" line="203"/>
        <source>No files</source>
        <translation>Keine Dateien</translation>
    </message>
    <message>
        <location filename="../ui/details/files.py" line="199"/>
        <source>The task failed before it made any. The overview says why.</source>
        <translation>Die Aufgabe schlug fehl, bevor es welche gab. Die Übersicht sagt, warum.</translation>
    </message>
    <message>
        <location filename="../ui/details/files.py" line="201"/>
        <source>The server keeps no results of this task.</source>
        <translation>Der Server hat keine Ergebnisse dieser Aufgabe.</translation>
    </message>
    <message>
        <location filename="../ui/details/files.py" line="203"/>
        <source>The task was cancelled before it made any.</source>
        <translation>Die Aufgabe wurde abgebrochen, bevor es welche gab.</translation>
    </message>
    <message>
        <location filename="../ui/details/files.py" line="204"/>
        <source>No files yet</source>
        <translation>Noch keine Dateien</translation>
    </message>
    <message>
        <location filename="../ui/details/files.py" line="204"/>
        <source>They appear here when the task is completed.</source>
        <translation>Sie erscheinen hier, wenn die Aufgabe abgeschlossen ist.</translation>
    </message>
    <message>
        <location filename="../ui/details/files.py" line="211"/>
        <source>Select a file first.</source>
        <translation>Wählen Sie zuerst eine Datei.</translation>
    </message>
    <message>
        <location filename="../ui/details/files.py" line="215"/>
        <source>Save as… (Ctrl+S)</source>
        <translation>Speichern unter … (Strg+S)</translation>
    </message>
    <message>
        <location filename="../ui/details/files.py" line="217"/>
        <source>Only orthophoto, elevation models and point cloud can be exported.</source>
        <translation>Nur Orthofoto, Höhenmodelle und Punktwolke können exportiert werden.</translation>
    </message>
    <message>
        <location filename="../ui/details/files.py" line="213"/>
        <source>Show what is in the file as a layer</source>
        <translation>Den Inhalt der Datei als Layer zeigen</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <location filename="../ui/tree/filter_bar.py" line="62"/>
        <source>Search projects and tasks</source>
        <translation>Projekte und Aufgaben durchsuchen</translation>
    </message>
    <message>
        <location filename="../ui/tree/filter_bar.py" line="63"/>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <location filename="../ui/tree/filter_bar.py" line="66"/>
        <source>The servers look for:</source>
        <translation>Die Server suchen nach:</translation>
    </message>
    <message>
        <location filename="../ui/tree/filter_bar.py" line="75"/>
        <source>word</source>
        <translation>Wort</translation>
    </message>
    <message>
        <location filename="../ui/tree/filter_bar.py" line="75"/>
        <source>in the names of projects and tasks</source>
        <translation>in den Namen von Projekten und Aufgaben</translation>
    </message>
    <message>
        <location filename="../ui/tree/filter_bar.py" line="76"/>
        <source>#tag</source>
        <translation>#tag</translation>
    </message>
    <message>
        <location filename="../ui/tree/filter_bar.py" line="76"/>
        <source>projects with this tag</source>
        <translation>Projekten mit diesem Tag</translation>
    </message>
    <message>
        <location filename="../ui/tree/filter_bar.py" line="77"/>
        <source>##tag</source>
        <translation>##tag</translation>
    </message>
    <message>
        <location filename="../ui/tree/filter_bar.py" line="77"/>
        <source>projects with a task that has this tag</source>
        <translation>Projekten mit einer Aufgabe, die diesen Tag hat</translation>
    </message>
    <message>
        <location filename="../ui/tree/filter_bar.py" line="78"/>
        <source>@owner</source>
        <translation>@besitzer</translation>
    </message>
    <message>
        <location filename="../ui/tree/filter_bar.py" line="78"/>
        <source>projects of this user</source>
        <translation>Projekten dieses Benutzers</translation>
    </message>
    <message>
        <location filename="../ui/tree/filter_bar.py" line="84"/>
        <source>Under way</source>
        <translation>In Arbeit</translation>
    </message>
    <message>
        <location filename="../ui/tree/filter_bar.py" line="85"/>
        <source>Completed</source>
        <translation>Abgeschlossen</translation>
    </message>
    <message>
        <location filename="../ui/tree/filter_bar.py" line="86"/>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <location filename="../ui/tree/filter_bar.py" line="87"/>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <location filename="../ui/tree/filter_bar.py" line="88"/>
        <source>Waiting for photos</source>
        <translation>Wartet auf Fotos</translation>
    </message>
    <message>
        <location filename="../ui/tree/filter_bar.py" line="97"/>
        <source>All states</source>
        <translation>Alle Zustände</translation>
    </message>
    <message>
        <location filename="../ui/tree/filter_bar.py" line="106"/>
        <source>Newest first</source>
        <translation>Neueste zuerst</translation>
    </message>
    <message>
        <location filename="../ui/tree/filter_bar.py" line="107"/>
        <source>Oldest first</source>
        <translation>Älteste zuerst</translation>
    </message>
    <message>
        <location filename="../ui/tree/filter_bar.py" line="108"/>
        <source>By name, A to Z</source>
        <translation>Nach Name, A bis Z</translation>
    </message>
    <message>
        <location filename="../ui/tree/filter_bar.py" line="109"/>
        <source>By name, Z to A</source>
        <translation>Nach Name, Z bis A</translation>
    </message>
    <message>
        <location filename="../ui/tree/filter_bar.py" line="120"/>
        <source>Order of projects and tasks</source>
        <translation>Reihenfolge der Projekte und Aufgaben</translation>
    </message>
    <message>
        <location filename="../ui/tree/filter_bar.py" line="168"/>
        <source>Only tasks that are: {states}</source>
        <translation>Nur Aufgaben im Zustand: {states}</translation>
    </message>
    <message>
        <location filename="../ui/tree/filter_bar.py" line="168"/>
        <source>Filter tasks by state</source>
        <translation>Aufgaben nach Zustand filtern</translation>
    </message>
</context>
<context>
    <name>FindingsPanel</name>
    <message>
        <location filename="../ui/new_task/photos/findings_panel.py" line="31"/>
        <source>Findings</source>
        <translation>Befunde</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/findings_panel.py" line="76"/>
        <source>Leave out</source>
        <translation>Weglassen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/findings_panel.py" line="80"/>
        <source>These photos are not sent. Their files stay where they are.</source>
        <translation>Diese Fotos werden nicht gesendet. Ihre Dateien bleiben, wo sie sind.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/findings_panel.py" line="81"/>
        <source>Left out</source>
        <translation>Weggelassen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/findings_panel.py" line="83"/>
        <source>Bring back</source>
        <translation>Wieder aufnehmen</translation>
    </message>
</context>
<context>
    <name>FoldersGroup</name>
    <message>
        <location filename="../ui/options/folders_group.py" line="27"/>
        <source>This computer</source>
        <translation>Dieser Computer</translation>
    </message>
    <message>
        <location filename="../ui/options/folders_group.py" line="32"/>
        <source>&amp;Go on without QGIS</source>
        <translation>&amp;Ohne QGIS weitermachen</translation>
    </message>
    <message>
        <location filename="../ui/options/folders_group.py" line="35"/>
        <source>The local server ends by itself with the last task. Without a tick tasks stop, and go on when it is started again.</source>
        <translation>Der lokale Server beendet sich mit der letzten Aufgabe selbst. Ohne Haken halten Aufgaben an und gehen weiter, wenn er wieder gestartet wird.</translation>
    </message>
    <message>
        <location filename="../ui/options/folders_group.py" line="38"/>
        <source>Projects, photos and results of the local server.</source>
        <translation>Projekte, Fotos und Ergebnisse des lokalen Servers.</translation>
    </message>
    <message>
        <location filename="../ui/options/folders_group.py" line="40"/>
        <source>The software of the local server, about 1 GB. It can be downloaded again.</source>
        <translation>Die Software des lokalen Servers, etwa 1 GB. Sie kann wieder heruntergeladen werden.</translation>
    </message>
    <message>
        <location filename="../ui/options/folders_group.py" line="70"/>
        <source>&amp;Photos and results:</source>
        <translation>&amp;Fotos und Ergebnisse:</translation>
    </message>
    <message>
        <location filename="../ui/options/folders_group.py" line="70"/>
        <source>P&amp;rograms:</source>
        <translation>&amp;Programme:</translation>
    </message>
    <message>
        <location filename="../ui/options/folders_group.py" line="78"/>
        <source>Choose empty folders on a local disk. What lies in the present ones stays there; to take projects and photos along, use Move on This computer in the Nadir panel.</source>
        <translation>Wählen Sie leere Ordner auf einem lokalen Laufwerk. Was in den jetzigen liegt, bleibt dort; um Projekte und Fotos mitzunehmen, verwenden Sie „Verschieben“ unter „Dieser Computer“ im Nadir-Bedienfeld.</translation>
    </message>
    <message>
        <location filename="../ui/options/folders_group.py" line="90"/>
        <source>The local server runs. Stop it to choose other folders here, or move its data on This computer in the Nadir panel.</source>
        <translation>Der lokale Server läuft. Beenden Sie ihn, um hier andere Ordner zu wählen, oder verschieben Sie seine Daten unter „Dieser Computer“ im Nadir-Bedienfeld.</translation>
    </message>
    <message>
        <location filename="../ui/options/folders_group.py" line="106"/>
        <source>Photos and programs need different folders.</source>
        <translation>Fotos und Programme brauchen verschiedene Ordner.</translation>
    </message>
    <message>
        <location filename="../ui/options/folders_group.py" line="109"/>
        <source>Checking a folder</source>
        <translation>Ordner wird geprüft</translation>
    </message>
</context>
<context>
    <name>FormDialog</name>
    <message>
        <location filename="../ui/actions/form_dialog.py" line="131"/>
        <source>Waiting for the server</source>
        <translation>Warten auf den Server</translation>
    </message>
</context>
<context>
    <name>GrantsTable</name>
    <message>
        <location filename="../ui/actions/share_dialog.py" line="67"/>
        <source>Users and groups, and what they may do</source>
        <translation>Benutzer und Gruppen und was sie dürfen</translation>
    </message>
    <message>
        <location filename="../ui/actions/share_dialog.py" line="68"/>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <location filename="../ui/actions/share_dialog.py" line="68"/>
        <source>View</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <location filename="../ui/actions/share_dialog.py" line="68"/>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <location filename="../ui/actions/share_dialog.py" line="68"/>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <location filename="../ui/actions/share_dialog.py" line="68"/>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <location filename="../ui/actions/share_dialog.py" line="118"/>
        <source>{name} (owner)</source>
        <translation>{name} (Eigentümer)</translation>
    </message>
    <message>
        <location filename="../ui/actions/share_dialog.py" line="120"/>
        <source>{name} (group)</source>
        <translation>{name} (Gruppe)</translation>
    </message>
</context>
<context>
    <name>Heights</name>
    <message>
        <location filename="../core/layers/values/heights.py" line="93"/>
        <source>Heights above the geoid (mean sea level): {system}.</source>
        <translation>Höhen über dem Geoid (mittlerer Meeresspiegel): {system}.</translation>
    </message>
    <message>
        <location filename="../core/layers/values/heights.py" line="106"/>
        <source>Heights above the ellipsoid: {system}.</source>
        <translation>Höhen über dem Ellipsoid: {system}.</translation>
    </message>
    <message>
        <location filename="../core/layers/values/heights.py" line="113"/>
        <source>The server does not say what the heights count from.</source>
        <translation>Der Server sagt nicht, worauf sich die Höhen beziehen.</translation>
    </message>
    <message>
        <location filename="../core/layers/values/heights.py" line="115"/>
        <source>The control points placed the survey: heights are as in their file.</source>
        <translation>Die Passpunkte bestimmen die Lage der Befliegung: Die Höhen sind wie in ihrer Datei.</translation>
    </message>
    <message>
        <location filename="../core/layers/values/heights.py" line="117"/>
        <source>A geolocation file placed the survey: heights are as in that file.</source>
        <translation>Eine Geolokalisierungsdatei bestimmt die Lage der Befliegung: Die Höhen sind wie in dieser Datei.</translation>
    </message>
    <message>
        <location filename="../core/layers/values/heights.py" line="119"/>
        <source>The survey was aligned with another one: heights are as in that one.</source>
        <translation>Die Befliegung wurde an einer anderen ausgerichtet: Die Höhen sind wie in dieser.</translation>
    </message>
    <message>
        <location filename="../core/layers/values/heights.py" line="151"/>
        <source>The task&apos;s options shift them by {metres:+g} m.</source>
        <translation>Die Optionen der Aufgabe verschieben sie um {metres:+g} m.</translation>
    </message>
    <message>
        <location filename="../core/layers/values/heights.py" line="123"/>
        <source>The cameras&apos; GPS placed the survey: drones write heights above the ellipsoid (mostly those with RTK) or roughly above sea level, often some metres off.</source>
        <translation>Das GPS der Kameras hat die Befliegung verortet: Drohnen schreiben Höhen über dem Ellipsoid (meist solche mit RTK) oder ungefähr über dem Meeresspiegel, oft einige Meter daneben.</translation>
    </message>
    <message>
        <location filename="../core/layers/values/heights.py" line="135"/>
        <source>Heights probably count from the place of take-off: the ground lies near zero. At the coast it may be sea level; the server does not say.</source>
        <translation>Die Höhen zählen wahrscheinlich vom Startplatz aus: Der Boden liegt nahe null. An der Küste kann es der Meeresspiegel sein; der Server sagt es nicht.</translation>
    </message>
</context>
<context>
    <name>Hints</name>
    <message>
        <location filename="../ui/details/hints.py" line="73"/>
        <source>The processing node refused an option. Change the options of the task, then restart it.</source>
        <translation>Der Verarbeitungsknoten hat eine Option abgelehnt. Ändern Sie die Optionen der Aufgabe und starten Sie sie dann neu.</translation>
    </message>
    <message>
        <location filename="../ui/details/hints.py" line="79"/>
        <source>What earlier stages made is not there any more. Restart the task from the start.</source>
        <translation>Was frühere Schritte erzeugt haben, ist nicht mehr da. Starten Sie die Aufgabe von Anfang an neu.</translation>
    </message>
    <message>
        <location filename="../ui/details/hints.py" line="101"/>
        <source>The task has no processing node. Choose one in the task&apos;s options, or let the server choose, then restart.</source>
        <translation>Die Aufgabe hat keinen Verarbeitungsknoten. Wählen Sie einen in den Optionen der Aufgabe oder überlassen Sie die Wahl dem Server, und starten Sie sie dann neu.</translation>
    </message>
    <message>
        <location filename="../ui/details/hints.py" line="107"/>
        <source>The processing node wants another token. Who runs the server can set it on the Processing nodes page.</source>
        <translation>Der Verarbeitungsknoten verlangt ein anderes Token. Wer den Server betreibt, kann es auf der Seite „Verarbeitungsknoten“ eintragen.</translation>
    </message>
    <message>
        <location filename="../ui/details/hints.py" line="121"/>
        <source>The server or the processing node took too long to answer. Restart the task when there is less going on.</source>
        <translation>Der Server oder der Verarbeitungsknoten hat zu lange nicht geantwortet. Starten Sie die Aufgabe neu, wenn weniger los ist.</translation>
    </message>
    <message>
        <location filename="../ui/details/hints.py" line="135"/>
        <source>The task was cancelled. Restart it to process it again; the photos are still on the server.</source>
        <translation>Die Aufgabe wurde abgebrochen. Starten Sie sie neu, um sie wieder zu verarbeiten; die Fotos sind noch auf dem Server.</translation>
    </message>
    <message>
        <location filename="../ui/details/hints.py" line="33"/>
        <source>The computer that processes ran out of memory. Restart with smaller photos (resize), a lower quality or fewer photos, or use a processing node with more memory.</source>
        <translation>Der verarbeitende Rechner hatte zu wenig Speicher. Starten Sie mit kleineren Fotos (verkleinern), geringerer Qualität oder weniger Fotos neu, oder nehmen Sie einen Verarbeitungsknoten mit mehr Speicher.</translation>
    </message>
    <message>
        <location filename="../ui/details/hints.py" line="41"/>
        <source>A disk is full, on the server or on the processing node. Free some space there, for example by removing or compacting old tasks, then restart this one.</source>
        <translation>Eine Platte ist voll, auf dem Server oder auf dem Verarbeitungsknoten. Schaffen Sie dort Platz, etwa indem Sie alte Aufgaben löschen oder komprimieren, und starten Sie diese dann neu.</translation>
    </message>
    <message>
        <location filename="../ui/details/hints.py" line="49"/>
        <source>There are not enough photos that can be used. Give at least two, better five or more of each place, as JPEG or TIFF files that open in other programs.</source>
        <translation>Es gibt nicht genug brauchbare Fotos. Geben Sie mindestens zwei, besser fünf oder mehr von jeder Stelle, als JPEG- oder TIFF-Dateien, die sich in anderen Programmen öffnen lassen.</translation>
    </message>
    <message>
        <location filename="../ui/details/hints.py" line="57"/>
        <source>The photos could not be matched with each other. They need to overlap by 70 % or more, be sharp, and show some texture: water, snow or dense crops alone do not match. A higher feature quality or more features can help.</source>
        <translation>Die Fotos konnten einander nicht zugeordnet werden. Sie müssen sich zu 70 % oder mehr überlappen, scharf sein und etwas Struktur zeigen: Wasser, Schnee oder dichter Bewuchs allein passen nicht zusammen. Eine höhere Merkmalsqualität oder mehr Merkmale können helfen.</translation>
    </message>
    <message>
        <location filename="../ui/details/hints.py" line="65"/>
        <source>The ground control points do not fit the photos. Check that their file names the photos as they are called, and its first line the reference system.</source>
        <translation>Die Passpunkte passen nicht zu den Fotos. Prüfen Sie, ob ihre Datei die Fotos so nennt, wie sie heißen, und in der ersten Zeile das Bezugssystem steht.</translation>
    </message>
    <message>
        <location filename="../ui/details/hints.py" line="85"/>
        <source>The server does not have the photos any more, since the task was compacted or imported without them. Upload them as a new task.</source>
        <translation>Der Server hat die Fotos nicht mehr, weil die Aufgabe komprimiert oder ohne sie importiert wurde. Laden Sie sie als neue Aufgabe hoch.</translation>
    </message>
    <message>
        <location filename="../ui/details/hints.py" line="93"/>
        <source>The processing node does not know the task any more: it was set up anew, or keeps tasks for some days only. Restart the task; the photos are still on the server.</source>
        <translation>Der Verarbeitungsknoten kennt die Aufgabe nicht mehr: Er wurde neu eingerichtet oder behält Aufgaben nur einige Tage. Starten Sie die Aufgabe neu; die Fotos sind noch auf dem Server.</translation>
    </message>
    <message>
        <location filename="../ui/details/hints.py" line="113"/>
        <source>The processing node did not answer. Look on the Processing nodes page whether it is online, then restart the task. A node that vanished while it worked may have run out of memory.</source>
        <translation>Der Verarbeitungsknoten hat nicht geantwortet. Sehen Sie auf der Seite Verarbeitungsknoten nach, ob er erreichbar ist, und starten Sie die Aufgabe neu. Einem Knoten, der bei der Arbeit verschwand, fehlte vielleicht Speicher.</translation>
    </message>
    <message>
        <location filename="../ui/details/hints.py" line="127"/>
        <source>The file could not be imported. It has to be a task's backup or its “all.zip”, whole, and its address has to lead to the file itself without a log-in.</source>
        <translation>Die Datei konnte nicht importiert werden. Es muss die Sicherung einer Aufgabe oder deren „all.zip“ sein, vollständig, und die Adresse muss ohne Anmeldung zur Datei selbst führen.</translation>
    </message>
    <message>
        <location filename="../ui/details/hints.py" line="139"/>
        <source>The processing node&apos;s installation is at fault, not your photos. Tell who runs it, or use another node.</source>
        <translation>Schuld ist die Installation des Verarbeitungsknotens, nicht Ihre Fotos. Sagen Sie es dem Betreiber, oder nehmen Sie einen anderen Knoten.</translation>
    </message>
    <message>
        <location filename="../ui/details/hints.py" line="146"/>
        <source>The engine gave up. The last lines of the console say at what. Mostly it is memory, too little overlap, or blurred photos: try smaller photos and the default options.</source>
        <translation>Die Verarbeitung hat aufgegeben. Die letzten Zeilen der Konsole sagen, woran. Meist liegt es an Speicher, zu wenig Überlappung oder unscharfen Fotos: Versuchen Sie kleinere Fotos und die Standardoptionen.</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <location filename="../ui/actions/import_dialog.py" line="42"/>
        <source>Import into “{project}”</source>
        <translation>In „{project}“ importieren</translation>
    </message>
    <message>
        <location filename="../ui/actions/import_dialog.py" line="43"/>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <location filename="../ui/actions/import_dialog.py" line="47"/>
        <source>Backups and downloads (*.zip)</source>
        <translation>Sicherungen und Downloads (*.zip)</translation>
    </message>
    <message>
        <location filename="../ui/actions/import_dialog.py" line="47"/>
        <source>Zip file</source>
        <translation>Zip-Datei</translation>
    </message>
    <message>
        <location filename="../ui/actions/import_dialog.py" line="50"/>
        <source>Address of the zip file</source>
        <translation>Adresse der Zip-Datei</translation>
    </message>
    <message>
        <location filename="../ui/actions/import_dialog.py" line="54"/>
        <source>A backup of a task, or the all.zip of one.</source>
        <translation>Die Sicherung einer Aufgabe oder ihre all.zip.</translation>
    </message>
    <message>
        <location filename="../ui/actions/import_dialog.py" line="54"/>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <location filename="../ui/actions/import_dialog.py" line="55"/>
        <source>The server fetches a backup or an all.zip from this address itself.</source>
        <translation>Der Server holt eine Sicherung oder eine all.zip selbst von dieser Adresse.</translation>
    </message>
    <message>
        <location filename="../ui/actions/import_dialog.py" line="56"/>
        <source>&amp;Address</source>
        <translation>&amp;Adresse</translation>
    </message>
    <message>
        <location filename="../ui/actions/import_dialog.py" line="57"/>
        <source>&amp;Rasters and models</source>
        <translation>&amp;Raster und Modelle</translation>
    </message>
    <message>
        <location filename="../ui/actions/import_dialog.py" line="67"/>
        <source>&amp;Name of the task:</source>
        <translation>&amp;Name der Aufgabe:</translation>
    </message>
    <message>
        <location filename="../ui/actions/import_dialog.py" line="92"/>
        <source>The address has to begin with http:// or https://.</source>
        <translation>Die Adresse muss mit http:// oder https:// beginnen.</translation>
    </message>
    <message>
        <location filename="../ui/actions/import_dialog.py" line="98"/>
        <source>There is no such file: {path}</source>
        <translation>Diese Datei gibt es nicht: {path}</translation>
    </message>
    <message>
        <location filename="../ui/actions/import_dialog.py" line="139"/>
        <source>GeoTIFF (*.tif *.tiff)</source>
        <translation>GeoTIFF (*.tif *.tiff)</translation>
    </message>
    <message>
        <location filename="../ui/actions/import_dialog.py" line="139"/>
        <source>Point clouds (*.laz *.las)</source>
        <translation>Punktwolken (*.laz *.las)</translation>
    </message>
    <message>
        <location filename="../ui/actions/import_dialog.py" line="140"/>
        <source>Textured models (*.zip *.glb)</source>
        <translation>Texturierte Modelle (*.zip *.glb)</translation>
    </message>
    <message>
        <location filename="../ui/actions/import_dialog.py" line="142"/>
        <source>Orthophoto</source>
        <translation>Orthofoto</translation>
    </message>
    <message>
        <location filename="../ui/actions/import_dialog.py" line="143"/>
        <source>Surface model (DSM)</source>
        <translation>Oberflächenmodell (DOM)</translation>
    </message>
    <message>
        <location filename="../ui/actions/import_dialog.py" line="144"/>
        <source>Terrain model (DTM)</source>
        <translation>Geländemodell (DGM)</translation>
    </message>
    <message>
        <location filename="../ui/actions/import_dialog.py" line="145"/>
        <source>Point cloud</source>
        <translation>Punktwolke</translation>
    </message>
    <message>
        <location filename="../ui/actions/import_dialog.py" line="146"/>
        <source>Textured model</source>
        <translation>Texturiertes Modell</translation>
    </message>
    <message>
        <location filename="../ui/actions/import_dialog.py" line="154"/>
        <source>Products that were made elsewhere. One is enough.</source>
        <translation>Produkte, die anderswo erzeugt wurden. Eines genügt.</translation>
    </message>
</context>
<context>
    <name>JsonEditor</name>
    <message>
        <location filename="../ui/new_task/options/editors.py" line="243"/>
        <source>Take the content of a file</source>
        <translation>Inhalt einer Datei übernehmen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/editors.py" line="247"/>
        <source>JSON files (*.json *.geojson)</source>
        <translation>JSON-Dateien (*.json *.geojson)</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/editors.py" line="247"/>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/editors.py" line="255"/>
        <source>Reading {name}</source>
        <translation>{name} wird gelesen</translation>
    </message>
</context>
<context>
    <name>LayerMenu</name>
    <message>
        <location filename="../ui/map/layer_menu.py" line="95"/>
        <source>&amp;Open in Nadir panel</source>
        <translation>Im &amp;Nadir-Bedienfeld öffnen</translation>
    </message>
    <message>
        <location filename="../ui/map/layer_menu.py" line="95"/>
        <source>Load real &amp;values</source>
        <translation>Echte &amp;Werte laden</translation>
    </message>
    <message>
        <location filename="../ui/map/layer_menu.py" line="95"/>
        <source>&amp;Colours and range…</source>
        <translation>&amp;Farben und Bereich …</translation>
    </message>
    <message>
        <location filename="../ui/map/layer_menu.py" line="95"/>
        <source>&amp;Load latest run</source>
        <translation>Neuesten &amp;Lauf laden</translation>
    </message>
    <message>
        <location filename="../ui/map/layer_menu.py" line="95"/>
        <source>&amp;Zoom to task</source>
        <translation>Auf &amp;Aufgabe zoomen</translation>
    </message>
</context>
<context>
    <name>LayerNotices</name>
    <message>
        <location filename="../ui/map/notices.py" line="62"/>
        <source>Load latest run</source>
        <translation>Neuesten Lauf laden</translation>
    </message>
    <message>
        <location filename="../ui/map/notices.py" line="82"/>
        <source>Add server…</source>
        <translation>Server hinzufügen …</translation>
    </message>
    <message>
        <location filename="../ui/map/notices.py" line="84"/>
        <source>Start This computer</source>
        <translation>„Dieser Computer“ starten</translation>
    </message>
    <message>
        <location filename="../ui/map/notices.py" line="86"/>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <location filename="../ui/map/notices.py" line="86"/>
        <source>Log in…</source>
        <translation>Anmelden …</translation>
    </message>
    <message>
        <location filename="../ui/map/notices.py" line="90"/>
        <source>Show layer</source>
        <translation>Layer anzeigen</translation>
    </message>
    <message>
        <location filename="../ui/map/notices.py" line="93"/>
        <source>Details</source>
        <translation>Details</translation>
    </message>
</context>
<context>
    <name>LayerVerbs</name>
    <message>
        <location filename="../ui/map/layer_verbs.py" line="53"/>
        <source>Its server is not in the Nadir panel: {url}</source>
        <translation>Der Server des Layers ist nicht im Nadir-Bedienfeld: {url}</translation>
    </message>
    <message>
        <location filename="../ui/map/layer_verbs.py" line="68"/>
        <source>This layer has no other values.</source>
        <translation>Dieser Layer hat keine anderen Werte.</translation>
    </message>
    <message>
        <location filename="../ui/map/layer_verbs.py" line="70"/>
        <source>Its real values are on the map already.</source>
        <translation>Seine echten Werte sind schon auf der Karte.</translation>
    </message>
    <message>
        <location filename="../ui/map/layer_verbs.py" line="89"/>
        <source>The layer shows the latest run that Nadir knows of.</source>
        <translation>Der Layer zeigt den neuesten Lauf, den Nadir kennt.</translation>
    </message>
    <message>
        <location filename="../ui/map/layer_verbs.py" line="91"/>
        <source>The latest run did not give this layer.</source>
        <translation>Der neueste Lauf hat diesen Layer nicht ergeben.</translation>
    </message>
    <message>
        <location filename="../ui/map/layer_verbs.py" line="125"/>
        <source>“{name}” is not connected.</source>
        <translation>„{name}“ ist nicht verbunden.</translation>
    </message>
    <message>
        <location filename="../ui/map/layer_verbs.py" line="140"/>
        <source>Adding {product} of “{name}” to the map</source>
        <translation>Zur Karte hinzufügen: {product} von „{name}“</translation>
    </message>
</context>
<context>
    <name>Layers</name>
    <message>
        <location filename="../core/layers/vectors/extents.py" line="124"/>
        <source>Task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <location filename="../core/layers/clouds/layer.py" line="25"/>
        <source>The point cloud was not loaded: this QGIS was built without point clouds.</source>
        <translation>Die Punktwolke wurde nicht geladen: Dieses QGIS wurde ohne Punktwolken gebaut.</translation>
    </message>
    <message>
        <location filename="../core/layers/clouds/plan.py" line="140"/>
        <source>Use a QGIS from qgis.org.</source>
        <translation>Verwenden Sie ein QGIS von qgis.org.</translation>
    </message>
    <message>
        <location filename="../core/layers/clouds/layer.py" line="31"/>
        <source>Try again; if it stays, restart the task.</source>
        <translation>Versuchen Sie es erneut; wenn es dabei bleibt, starten Sie die Aufgabe neu.</translation>
    </message>
    <message>
        <location filename="../core/layers/clouds/layer.py" line="38"/>
        <source>{points:,} points.</source>
        <translation>{points:,} Punkte.</translation>
    </message>
    <message>
        <location filename="../core/layers/products.py" line="38"/>
        <source>Orthophoto</source>
        <translation>Orthofoto</translation>
    </message>
    <message>
        <location filename="../core/layers/products.py" line="39"/>
        <source>Surface model (DSM)</source>
        <translation>Oberflächenmodell (DOM)</translation>
    </message>
    <message>
        <location filename="../core/layers/products.py" line="40"/>
        <source>Terrain model (DTM)</source>
        <translation>Geländemodell (DGM)</translation>
    </message>
    <message>
        <location filename="../core/layers/products.py" line="41"/>
        <source>Point cloud</source>
        <translation>Punktwolke</translation>
    </message>
    <message>
        <location filename="../core/layers/products.py" line="118"/>
        <source>{product} was not loaded: {reason}</source>
        <translation>{product} wurde nicht geladen: {reason}</translation>
    </message>
    <message>
        <location filename="../core/layers/tiles/plan.py" line="140"/>
        <source>The server knows no heights of it.</source>
        <translation>Der Server kennt dazu keine Höhen.</translation>
    </message>
    <message>
        <location filename="../core/layers/tiles/plan.py" line="140"/>
        <source>Restart the task, or download the file.</source>
        <translation>Starten Sie die Aufgabe neu oder laden Sie die Datei herunter.</translation>
    </message>
    <message>
        <location filename="../core/layers/clouds/ept.py" line="68"/>
        <source>its description on the server is damaged.</source>
        <translation>Ihre Beschreibung auf dem Server ist beschädigt.</translation>
    </message>
    <message>
        <location filename="../core/layers/clouds/ept.py" line="68"/>
        <source>Restart the task.</source>
        <translation>Starten Sie die Aufgabe neu.</translation>
    </message>
    <message>
        <location filename="../core/layers/products.py" line="90"/>
        <source>“{task}” has no place on the map: its photos have no position.</source>
        <translation>„{task}“ hat keinen Ort auf der Karte: Die Fotos haben keine Position.</translation>
    </message>
    <message>
        <location filename="../core/layers/products.py" line="111"/>
        <source>Missing in “{task}”: {products}. The task's console says more.</source>
        <translation>Es fehlt in „{task}“: {products}. Mehr sagt die Konsole der Aufgabe.</translation>
    </message>
    <message>
        <location filename="../core/layers/pictures.py" line="34"/>
        <source>The server&apos;s preview cannot be read.</source>
        <translation>Die Vorschau des Servers kann nicht gelesen werden.</translation>
    </message>
    <message>
        <location filename="../core/layers/project.py" line="189"/>
        <source>QGIS cannot open {file}.</source>
        <translation>QGIS kann {file} nicht öffnen.</translation>
    </message>
    <message>
        <location filename="../core/layers/project.py" line="126"/>
        <source>Save it again: it may have been moved or changed.</source>
        <translation>Speichern Sie sie noch einmal: Sie wurde vielleicht verschoben oder verändert.</translation>
    </message>
    <message>
        <location filename="../core/layers/products.py" line="42"/>
        <source>Plant index</source>
        <translation>Pflanzenindex</translation>
    </message>
    <message>
        <location filename="../core/layers/products.py" line="43"/>
        <source>3D model</source>
        <translation>3D-Modell</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/flight_path.py" line="150"/>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <location filename="../core/layers/products.py" line="45"/>
        <source>Footprints of the photos</source>
        <translation>Abdeckung der Fotos</translation>
    </message>
    <message>
        <location filename="../core/layers/products.py" line="46"/>
        <source>Flight path</source>
        <translation>Flugweg</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/control_points.py" line="232"/>
        <source>Control points</source>
        <translation>Passpunkte</translation>
    </message>
    <message>
        <location filename="../core/layers/products.py" line="48"/>
        <source>Contours</source>
        <translation>Höhenlinien</translation>
    </message>
    <message>
        <location filename="../core/layers/products.py" line="49"/>
        <source>Extents of the tasks</source>
        <translation>Ausdehnungen der Aufgaben</translation>
    </message>
    <message>
        <location filename="../core/layers/products.py" line="50"/>
        <source>Difference of heights</source>
        <translation>Höhenunterschied</translation>
    </message>
    <message>
        <location filename="../core/layers/access/diagnosis.py" line="120"/>
        <source>the task is being processed again.</source>
        <translation>Die Aufgabe wird gerade neu verarbeitet.</translation>
    </message>
    <message>
        <location filename="../core/layers/access/diagnosis.py" line="121"/>
        <source>It is shown once that is done.</source>
        <translation>Die Anzeige kommt, sobald das fertig ist.</translation>
    </message>
    <message>
        <location filename="../core/layers/access/diagnosis.py" line="130"/>
        <source>the task no longer has this result.</source>
        <translation>Die Aufgabe hat dieses Ergebnis nicht mehr.</translation>
    </message>
    <message>
        <location filename="../core/layers/access/diagnosis.py" line="131"/>
        <source>Restart the task with the option that makes it, or remove the layer.</source>
        <translation>Starten Sie die Aufgabe mit der Option neu, die es erzeugt, oder entfernen Sie den Layer.</translation>
    </message>
    <message>
        <location filename="../core/layers/access/diagnosis.py" line="141"/>
        <source>the server has lost this result of the task.</source>
        <translation>Der Server hat dieses Ergebnis der Aufgabe verloren.</translation>
    </message>
    <message>
        <location filename="../core/layers/access/diagnosis.py" line="142"/>
        <source>Restart the task, or remove the layer.</source>
        <translation>Starten Sie die Aufgabe neu oder entfernen Sie den Layer.</translation>
    </message>
    <message>
        <location filename="../core/layers/access/diagnosis.py" line="181"/>
        <source>the task was removed, or is hidden from your account.</source>
        <translation>Die Aufgabe wurde entfernt oder ist für Ihr Konto nicht sichtbar.</translation>
    </message>
    <message>
        <location filename="../core/layers/access/diagnosis.py" line="182"/>
        <source>Ask who runs the server, or remove the layer.</source>
        <translation>Fragen Sie den Betreiber des Servers oder entfernen Sie den Layer.</translation>
    </message>
    <message>
        <location filename="../core/layers/access/diagnosis.py" line="185"/>
        <source>the task was moved to the project “{project}”.</source>
        <translation>Die Aufgabe wurde in das Projekt „{project}“ verschoben.</translation>
    </message>
    <message>
        <location filename="../core/layers/access/diagnosis.py" line="186"/>
        <source>Repair the layer.</source>
        <translation>Reparieren Sie den Layer.</translation>
    </message>
    <message>
        <location filename="../core/layers/life/notices.py" line="83"/>
        <source>{layers} cannot be shown: {reason}</source>
        <translation>Keine Anzeige von {layers}: {reason}</translation>
    </message>
    <message>
        <location filename="../core/layers/access/inquiry.py" line="81"/>
        <source>Asking why layers are blank</source>
        <translation>Ursache leerer Layer wird gesucht</translation>
    </message>
    <message>
        <location filename="../core/layers/access/renewal.py" line="129"/>
        <source>Renewing the log-in</source>
        <translation>Anmeldung wird erneuert</translation>
    </message>
    <message>
        <location filename="../core/layers/access/renewal.py" line="195"/>
        <source>Looking for the layers&apos; data</source>
        <translation>Daten der Layer werden gesucht</translation>
    </message>
    <message>
        <location filename="../core/layers/clouds/bring.py" line="52"/>
        <source>{file} is damaged: its end is missing.</source>
        <translation>{file} ist beschädigt: Das Ende fehlt.</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/plan.py" line="120"/>
        <source>Remove downloaded results in the options, then try again.</source>
        <translation>Entfernen Sie heruntergeladene Ergebnisse in den Optionen und versuchen Sie es dann erneut.</translation>
    </message>
    <message>
        <location filename="../core/layers/clouds/bring.py" line="65"/>
        <source>Preparing the points</source>
        <translation>Punkte werden vorbereitet</translation>
    </message>
    <message>
        <location filename="../core/layers/clouds/bring.py" line="95"/>
        <source>It shows {shown} of {total} points, evenly chosen: this QGIS opens nothing else of them.</source>
        <translation>Zu sehen sind {shown} von {total} Punkten, gleichmäßig ausgewählt: Mehr davon öffnet dieses QGIS nicht.</translation>
    </message>
    <message>
        <location filename="../core/layers/clouds/layer.py" line="31"/>
        <source>The point cloud was not loaded: QGIS could not read it.</source>
        <translation>Die Punktwolke wurde nicht geladen: QGIS konnte sie nicht lesen.</translation>
    </message>
    <message>
        <location filename="../core/layers/clouds/plan.py" line="140"/>
        <source>this QGIS was built without point clouds.</source>
        <translation>Dieses QGIS wurde ohne Punktwolken gebaut.</translation>
    </message>
    <message>
        <location filename="../core/layers/clouds/plan.py" line="144"/>
        <source>the server has it in no form that this QGIS opens.</source>
        <translation>Der Server hat sie in keiner Form, die dieses QGIS öffnet.</translation>
    </message>
    <message>
        <location filename="../core/layers/clouds/plan.py" line="144"/>
        <source>Process the task again, or download its files and open them with another program.</source>
        <translation>Verarbeiten Sie die Aufgabe neu oder laden Sie ihre Dateien herunter und öffnen Sie sie mit einem anderen Programm.</translation>
    </message>
    <message>
        <location filename="../core/layers/clouds/points.py" line="48"/>
        <source>{file} cannot be read.</source>
        <translation>{file} kann nicht gelesen werden.</translation>
    </message>
    <message>
        <location filename="../core/layers/clouds/points.py" line="48"/>
        <source>Download it again.</source>
        <translation>Laden Sie die Datei erneut herunter.</translation>
    </message>
    <message>
        <location filename="../core/layers/clouds/points.py" line="58"/>
        <source>There are no points in {file} that can be shown.</source>
        <translation>In {file} sind keine Punkte, die angezeigt werden können.</translation>
    </message>
    <message>
        <location filename="../core/layers/models/glb.py" line="85"/>
        <source>Process the task again.</source>
        <translation>Verarbeiten Sie die Aufgabe neu.</translation>
    </message>
    <message>
        <location filename="../core/layers/life/keeper.py" line="251"/>
        <source>Looking after the layers of {server}</source>
        <translation>Layer von „{server}“ werden geprüft</translation>
    </message>
    <message>
        <location filename="../core/layers/life/notices.py" line="59"/>
        <source>The layers stay as they are, without a picture.</source>
        <translation>Die Layer bleiben, wie sie sind, ohne Bild.</translation>
    </message>
    <message>
        <location filename="../core/layers/life/notices.py" line="61"/>
        <source>{server} has no results for {layers}: they were removed, or made on another computer.</source>
        <translation>„{server}“ hat keine Ergebnisse für {layers}: Sie wurden entfernt oder auf einem anderen Computer erzeugt.</translation>
    </message>
    <message>
        <location filename="../core/layers/life/notices.py" line="62"/>
        <source>Open the project on the computer where its results are.</source>
        <translation>Öffnen Sie das Projekt auf dem Computer, auf dem seine Ergebnisse sind.</translation>
    </message>
    <message>
        <location filename="../core/layers/life/notices.py" line="64"/>
        <source>The task of {layers} is not on {server} any more.</source>
        <translation>Die Aufgabe von {layers} ist nicht mehr auf „{server}“.</translation>
    </message>
    <message>
        <location filename="../core/layers/life/notices.py" line="66"/>
        <source>The project of {layers} is not on {server} any more, or not shared with you.</source>
        <translation>Das Projekt von {layers} ist nicht mehr auf „{server}“ oder nicht mehr mit Ihnen geteilt.</translation>
    </message>
    <message>
        <location filename="../core/layers/life/notices.py" line="67"/>
        <source>Ask its owner to share it again. The layers stay.</source>
        <translation>Bitten Sie den Besitzer, es wieder zu teilen. Die Layer bleiben.</translation>
    </message>
    <message>
        <location filename="../core/layers/life/notices.py" line="69"/>
        <source>You may not see {layers} on {server} any more.</source>
        <translation>Sie dürfen {layers} auf „{server}“ nicht mehr sehen.</translation>
    </message>
    <message>
        <location filename="../core/layers/life/notices.py" line="70"/>
        <source>Ask the owner of the project to share it again. The layers stay.</source>
        <translation>Bitten Sie den Besitzer des Projekts, es wieder zu teilen. Die Layer bleiben.</translation>
    </message>
    <message>
        <location filename="../core/layers/life/notices.py" line="76"/>
        <source>The latest run of “{task}” did not give {layers}.</source>
        <translation>Der neueste Lauf von „{task}“ hat {layers} nicht ergeben.</translation>
    </message>
    <message>
        <location filename="../core/layers/life/notices.py" line="77"/>
        <source>The layers stay. The task&apos;s console says why.</source>
        <translation>Die Layer bleiben. Die Konsole der Aufgabe sagt, warum.</translation>
    </message>
    <message>
        <location filename="../core/layers/life/notices.py" line="91"/>
        <source>“{task}” has run again: {layers} are of an earlier run.</source>
        <translation>„{task}“ wurde neu verarbeitet. Aus einem früheren Lauf: {layers}.</translation>
    </message>
    <message>
        <location filename="../core/layers/life/notices.py" line="92"/>
        <source>Download the files of the latest run, or go on with these.</source>
        <translation>Laden Sie die Dateien des neuesten Laufs herunter oder arbeiten Sie mit diesen weiter.</translation>
    </message>
    <message>
        <location filename="../core/layers/life/notices.py" line="100"/>
        <source>{layers} are shown once {server} has been started.</source>
        <translation>Um {layers} zu sehen, muss „{server}“ gestartet sein.</translation>
    </message>
    <message>
        <location filename="../core/layers/life/notices.py" line="101"/>
        <source>Start it.</source>
        <translation>Starten Sie ihn.</translation>
    </message>
    <message>
        <location filename="../core/layers/life/notices.py" line="103"/>
        <source>{layers} are shown once you are connected to {server}.</source>
        <translation>Um {layers} zu sehen, müssen Sie mit „{server}“ verbunden sein.</translation>
    </message>
    <message>
        <location filename="../core/layers/life/notices.py" line="104"/>
        <source>Connect to it.</source>
        <translation>Verbinden Sie sich mit ihm.</translation>
    </message>
    <message>
        <location filename="../core/layers/life/notices.py" line="106"/>
        <source>{layers} come from {server}, which you have not added yet.</source>
        <translation>Zu {layers} gehört der Server „{server}“, den Sie noch nicht hinzugefügt haben.</translation>
    </message>
    <message>
        <location filename="../core/layers/life/notices.py" line="107"/>
        <source>Add the server with a log-in of your own.</source>
        <translation>Fügen Sie den Server mit einer eigenen Anmeldung hinzu.</translation>
    </message>
    <message>
        <location filename="../core/layers/life/notices.py" line="117"/>
        <source>{layers} and {count} more</source>
        <translation>{layers} und {count} weitere</translation>
    </message>
    <message>
        <location filename="../core/layers/metadata.py" line="55"/>
        <source>Drone mapping</source>
        <translation>Drohnenkartierung</translation>
    </message>
    <message>
        <location filename="../core/layers/metadata.py" line="93"/>
        <source>{product} of “{task}”</source>
        <translation>{product} von „{task}“</translation>
    </message>
    <message>
        <location filename="../core/layers/metadata.py" line="106"/>
        <source>{product} of the task “{task}”, as map tiles of the server.</source>
        <translation>{product} der Aufgabe „{task}“, als Kartenkacheln des Servers.</translation>
    </message>
    <message>
        <location filename="../core/layers/metadata.py" line="107"/>
        <source>{product} of the task “{task}”, read from the server piece by piece.</source>
        <translation>{product} der Aufgabe „{task}“, stückweise vom Server gelesen.</translation>
    </message>
    <message>
        <location filename="../core/layers/metadata.py" line="108"/>
        <source>{product} of the task “{task}”, as a file on this computer.</source>
        <translation>{product} der Aufgabe „{task}“, als Datei auf diesem Computer.</translation>
    </message>
    <message>
        <location filename="../core/layers/metadata.py" line="120"/>
        <source>photographed on {day}</source>
        <translation>fotografiert am {day}</translation>
    </message>
    <message>
        <location filename="../core/layers/metadata.py" line="122"/>
        <source>photos: {count}</source>
        <translation>Fotos: {count}</translation>
    </message>
    <message>
        <location filename="../core/layers/metadata.py" line="125"/>
        <source>ground sampling distance (GSD): {size} cm</source>
        <translation>Bodenauflösung (GSD): {size} cm</translation>
    </message>
    <message>
        <location filename="../core/layers/metadata.py" line="128"/>
        <source>area: {area} ha</source>
        <translation>Fläche: {area} ha</translation>
    </message>
    <message>
        <location filename="../core/layers/metadata.py" line="135"/>
        <source>Processed in {crs}.</source>
        <translation>Verarbeitet in {crs}.</translation>
    </message>
    <message>
        <location filename="../core/layers/metadata.py" line="145"/>
        <source>Task created on {day}</source>
        <translation>Aufgabe erstellt am {day}</translation>
    </message>
    <message>
        <location filename="../core/layers/metadata.py" line="151"/>
        <source>The task on its server, for those who have a log-in there</source>
        <translation>Die Aufgabe auf ihrem Server, für alle, die dort eine Anmeldung haben</translation>
    </message>
    <message>
        <location filename="../core/layers/models/glb.py" line="73"/>
        <source>the model cannot be written to the cache.</source>
        <translation>Das Modell kann nicht in den Zwischenspeicher geschrieben werden.</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/photo_pictures.py" line="196"/>
        <source>Free some space on the disk.</source>
        <translation>Schaffen Sie Platz auf dem Datenträger.</translation>
    </message>
    <message>
        <location filename="../core/layers/models/glb.py" line="85"/>
        <source>{file} holds no model that QGIS can show.</source>
        <translation>{file} enthält kein Modell, das QGIS anzeigen kann.</translation>
    </message>
    <message>
        <location filename="../core/layers/models/layer.py" line="30"/>
        <source>The 3D model was not loaded: QGIS could not read it.</source>
        <translation>Das 3D-Modell wurde nicht geladen: QGIS konnte es nicht lesen.</translation>
    </message>
    <message>
        <location filename="../core/layers/models/plan.py" line="63"/>
        <source>this QGIS shows no 3D models.</source>
        <translation>Dieses QGIS zeigt keine 3D-Modelle.</translation>
    </message>
    <message>
        <location filename="../core/layers/models/plan.py" line="63"/>
        <source>Use QGIS 3.34 or newer, or save the model and open it with another program.</source>
        <translation>Verwenden Sie QGIS 3.34 oder neuer, oder speichern Sie das Modell und öffnen Sie es mit einem anderen Programm.</translation>
    </message>
    <message>
        <location filename="../core/layers/models/plan.py" line="69"/>
        <source>the task made none.</source>
        <translation>Die Aufgabe hat keines erzeugt.</translation>
    </message>
    <message>
        <location filename="../core/layers/models/plan.py" line="69"/>
        <source>Process it again without the option skip-3dmodel, on a node that makes models.</source>
        <translation>Verarbeiten Sie sie neu ohne die Option skip-3dmodel, auf einem Knoten, der Modelle erzeugt.</translation>
    </message>
    <message>
        <location filename="../core/layers/models/plan.py" line="129"/>
        <source>nobody knows where on the Earth it lies: the task has no reference system.</source>
        <translation>Niemand weiß, wo auf der Erde es liegt: Die Aufgabe hat kein Bezugssystem.</translation>
    </message>
    <message>
        <location filename="../core/layers/models/plan.py" line="129"/>
        <source>Save the model and open it with another program.</source>
        <translation>Speichern Sie das Modell und öffnen Sie es mit einem anderen Programm.</translation>
    </message>
    <message>
        <location filename="../core/layers/tiles/indices.py" line="134"/>
        <source>{index} has no value anywhere on this orthophoto.</source>
        <translation>{index} hat nirgends auf diesem Orthofoto einen Wert.</translation>
    </message>
    <message>
        <location filename="../core/layers/tiles/layer.py" line="76"/>
        <source>Colours of the server, which does not say what heights they stand for.</source>
        <translation>Farben des Servers, der nicht sagt, für welche Höhen sie stehen.</translation>
    </message>
    <message>
        <location filename="../core/layers/tiles/layer.py" line="91"/>
        <source>Heights from {low} m to {high} m, in colours.</source>
        <translation>Höhen von {low} m bis {high} m, in Farben.</translation>
    </message>
    <message>
        <location filename="../core/layers/tiles/layer.py" line="93"/>
        <source>Values from {low} to {high} {unit}, in colours.</source>
        <translation>Werte von {low} bis {high} {unit}, in Farben.</translation>
    </message>
    <message>
        <location filename="../core/layers/tiles/layer.py" line="95"/>
        <source>Values from {low} to {high}, in colours.</source>
        <translation>Werte von {low} bis {high}, in Farben.</translation>
    </message>
    <message>
        <location filename="../core/layers/time.py" line="140"/>
        <source>{n} flights are on the map, one is shown at a time.</source>
        <translation>{n} Flüge sind auf der Karte, einer ist jeweils zu sehen.</translation>
    </message>
    <message>
        <location filename="../core/layers/time.py" line="141"/>
        <source>Step through them in View &gt; Panels &gt; Temporal Controller; its first button shows all again.</source>
        <translation>Blättern Sie unter Ansicht &gt; Bedienfelder &gt; Zeitsteuerung durch sie; die erste Schaltfläche dort zeigt wieder alle.</translation>
    </message>
    <message>
        <location filename="../core/layers/time.py" line="228"/>
        <source>No flight with a date is on the map.</source>
        <translation>Auf der Karte ist kein Flug mit Datum.</translation>
    </message>
    <message>
        <location filename="../core/layers/time.py" line="229"/>
        <source>There is one date only, so there is nothing to step through.</source>
        <translation>Es gibt nur ein Datum, also nichts zum Durchblättern.</translation>
    </message>
    <message>
        <location filename="../core/layers/values/raster.py" line="80"/>
        <source>{product} was not loaded: QGIS cannot read the file.</source>
        <translation>{product} wurde nicht geladen: QGIS kann die Datei nicht lesen.</translation>
    </message>
    <message>
        <location filename="../core/layers/values/relief.py" line="45"/>
        <source>Shades the layer below, as the pictures from the server are shaded.</source>
        <translation>Schummert den Layer darunter so, wie die Bilder vom Server geschummert sind.</translation>
    </message>
    <message>
        <location filename="../core/layers/values/sample.py" line="35"/>
        <source>The file holds no heights.</source>
        <translation>Die Datei enthält keine Höhen.</translation>
    </message>
    <message>
        <location filename="../core/layers/values/sample.py" line="35"/>
        <source>Process the task again on the server.</source>
        <translation>Verarbeiten Sie die Aufgabe auf dem Server neu.</translation>
    </message>
    <message>
        <location filename="../core/layers/values/sample.py" line="75"/>
        <source>The file cannot be read.</source>
        <translation>Die Datei kann nicht gelesen werden.</translation>
    </message>
    <message>
        <location filename="../core/layers/values/sleeping.py" line="80"/>
        <source>{product} cannot be read from the server as it was when the project was saved.</source>
        <translation>{product} lässt sich nicht mehr so vom Server lesen wie beim Speichern des Projekts.</translation>
    </message>
    <message>
        <location filename="../core/layers/values/sleeping.py" line="80"/>
        <source>Load its real values again: they are downloaded then.</source>
        <translation>Laden Sie die echten Werte neu: Sie werden dann heruntergeladen.</translation>
    </message>
    <message>
        <location filename="../core/layers/values/stream.py" line="145"/>
        <source>The file is downloaded.</source>
        <translation>Die Datei wird heruntergeladen.</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/contours.py" line="96"/>
        <source>Lines of equal height, one for each {interval} m, of the {model}.</source>
        <translation>Linien gleicher Höhe, alle {interval} m eine, aus dem {model}.</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/contours.py" line="99"/>
        <source>Height (m)</source>
        <translation>Höhe (m)</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/contours.py" line="99"/>
        <source>Index contour</source>
        <translation>Zählhöhenlinie</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/contours.py" line="101"/>
        <source>Contours, {interval} m ({model})</source>
        <translation>Höhenlinien, {interval} m ({model})</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/contours.py" line="142"/>
        <source>The task has no model of heights that contours could be made of.</source>
        <translation>Die Aufgabe hat kein Höhenmodell, aus dem Höhenlinien erzeugt werden könnten.</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/contours.py" line="142"/>
        <source>Process it with a terrain model (option “dtm”) or a surface model (“dsm”).</source>
        <translation>Verarbeiten Sie sie mit einem Geländemodell (Option „dtm“) oder einem Oberflächenmodell („dsm“).</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/contours.py" line="174"/>
        <source>The task has no reference system in metres.</source>
        <translation>Die Aufgabe hat kein Bezugssystem in Metern.</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/contours.py" line="239"/>
        <source>Index contours, {interval} m</source>
        <translation>Zählhöhenlinien, {interval} m</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/contours.py" line="239"/>
        <source>Contours, {interval} m</source>
        <translation>Höhenlinien, {interval} m</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/control_points.py" line="104"/>
        <source>Arrows lead from where a point was surveyed to where the reconstruction has it, {factor} times as long.</source>
        <translation>Pfeile führen von der gemessenen Lage eines Punkts zu seiner Lage in der Rekonstruktion, in {factor}-facher Länge.</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/control_points.py" line="204"/>
        <source>Left out, since their place cannot be read: {count}.</source>
        <translation>Ausgelassen, weil ihre Lage nicht lesbar ist: {count}.</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/control_points.py" line="209"/>
        <source>Point</source>
        <translation>Punkt</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/control_points.py" line="210"/>
        <source>Check point</source>
        <translation>Kontrollpunkt</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/control_points.py" line="211"/>
        <source>East (cm)</source>
        <translation>Ost (cm)</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/control_points.py" line="212"/>
        <source>North (cm)</source>
        <translation>Nord (cm)</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/control_points.py" line="213"/>
        <source>Up (cm)</source>
        <translation>Höhe (cm)</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/control_points.py" line="214"/>
        <source>Horizontal (cm)</source>
        <translation>Horizontal (cm)</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/control_points.py" line="215"/>
        <source>In all (cm)</source>
        <translation>Insgesamt (cm)</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/control_points.py" line="217"/>
        <source>In photos (pixels)</source>
        <translation>In Fotos (Pixel)</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/photos.py" line="123"/>
        <source>Altitude (m)</source>
        <translation>Höhe (m)</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/control_points.py" line="223"/>
        <source>East {x} cm, north {y} cm, up {z} cm</source>
        <translation>Ost {x} cm, Nord {y} cm, Höhe {z} cm</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/control_points.py" line="226"/>
        <source>Marked in {count} photos</source>
        <translation>Auf {count} Fotos markiert</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/control_points.py" line="232"/>
        <source>Check points</source>
        <translation>Kontrollpunkte</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/control_points.py" line="237"/>
        <source>{points}, residuals × {factor}</source>
        <translation>{points}, Residuen × {factor}</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/extents.py" line="57"/>
        <source>No task of this project has a place on the map yet.</source>
        <translation>Noch keine Aufgabe dieses Projekts hat einen Ort auf der Karte.</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/extents.py" line="57"/>
        <source>A task gets one when it is completed.</source>
        <translation>Eine Aufgabe erhält ihn, wenn sie abgeschlossen ist.</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/extents.py" line="75"/>
        <source>Where the tasks of the project lie.</source>
        <translation>Wo die Aufgaben des Projekts liegen.</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/extents.py" line="119"/>
        <source>Tasks that have no place yet: {count}.</source>
        <translation>Aufgaben, die noch keinen Ort haben: {count}.</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/extents.py" line="125"/>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/extents.py" line="126"/>
        <source>Flown at</source>
        <translation>Beflogen am</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/extents.py" line="127"/>
        <source>Created at</source>
        <translation>Angelegt am</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/extents.py" line="128"/>
        <source>Area (ha)</source>
        <translation>Fläche (ha)</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/footprints.py" line="178"/>
        <source>Ground resolution (cm a pixel)</source>
        <translation>Bodenauflösung (cm pro Pixel)</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/extents.py" line="131"/>
        <source>Task&apos;s id</source>
        <translation>ID der Aufgabe</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/extents.py" line="137"/>
        <source>Completed</source>
        <translation>Abgeschlossen</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/extents.py" line="137"/>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/extents.py" line="137"/>
        <source>Queued</source>
        <translation>Eingereiht</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/extents.py" line="137"/>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/extents.py" line="137"/>
        <source>Canceled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/extents.py" line="148"/>
        <source>Other</source>
        <translation>Andere</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/extents.py" line="162"/>
        <source>{area} ha, {gsd} cm a pixel, {photos} photos</source>
        <translation>{area} ha, {gsd} cm pro Pixel, {photos} Fotos</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/flight_path.py" line="68"/>
        <source>The way that the drone flew, from photo to photo.</source>
        <translation>Der Weg, den die Drohne flog, von Foto zu Foto.</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/flight_path.py" line="149"/>
        <source>Flight</source>
        <translation>Flug</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/flight_path.py" line="105"/>
        <source>There is no flight path, since no two photos belong to one flight.</source>
        <translation>Es gibt keinen Flugweg, weil keine zwei Fotos zu einem Flug gehören.</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/footprints.py" line="122"/>
        <source>Add the photos to the map instead.</source>
        <translation>Fügen Sie stattdessen die Fotos zur Karte hinzu.</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/flight_path.py" line="143"/>
        <source>Some photos do not tell when they were taken: they follow each other by their names.</source>
        <translation>Manche Fotos sagen nicht, wann sie aufgenommen wurden: Sie folgen einander nach ihren Namen.</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/flight_path.py" line="151"/>
        <source>First photo</source>
        <translation>Erstes Foto</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/flight_path.py" line="152"/>
        <source>Last photo</source>
        <translation>Letztes Foto</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/flight_path.py" line="153"/>
        <source>Length (m)</source>
        <translation>Länge (m)</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/flight_path.py" line="154"/>
        <source>Duration (minutes)</source>
        <translation>Dauer (Minuten)</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/flight_path.py" line="155"/>
        <source>Mean speed (m/s)</source>
        <translation>Mittlere Geschwindigkeit (m/s)</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/flight_path.py" line="160"/>
        <source>Flight {number}</source>
        <translation>Flug {number}</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/flight_path.py" line="161"/>
        <source>{photos} photos, {length} m</source>
        <translation>{photos} Fotos, {length} m</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/footprints.py" line="70"/>
        <source>The ground that each photo shows.</source>
        <translation>Der Boden, den jedes Foto zeigt.</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/footprints.py" line="107"/>
        <source>The footprints are not known, since nobody knows how high the ground is.</source>
        <translation>Die Abdeckung der Fotos ist nicht bekannt, weil die Höhe des Bodens nicht bekannt ist.</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/footprints.py" line="107"/>
        <source>Process the task with a terrain model (option “dtm”) or a surface model.</source>
        <translation>Verarbeiten Sie die Aufgabe mit einem Geländemodell (Option „dtm“) oder einem Oberflächenmodell.</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/footprints.py" line="122"/>
        <source>The footprints are not known: the server does not tell which way the cameras looked.</source>
        <translation>Die Abdeckung der Fotos ist nicht bekannt: Der Server sagt nicht, wohin die Kameras blickten.</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/footprints.py" line="169"/>
        <source>Photos whose footprint is not known: {count}.</source>
        <translation>Fotos, deren Abdeckung nicht bekannt ist: {count}.</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/photos.py" line="119"/>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/photos.py" line="120"/>
        <source>Taken at</source>
        <translation>Aufgenommen am</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/footprints.py" line="177"/>
        <source>Height above the ground (m)</source>
        <translation>Höhe über dem Boden (m)</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/footprints.py" line="179"/>
        <source>Area (m²)</source>
        <translation>Fläche (m²)</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/footprints.py" line="185"/>
        <source>{height} m above the ground, {gsd} cm a pixel</source>
        <translation>{height} m über dem Boden, {gsd} cm pro Pixel</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/photos.py" line="127"/>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/photo_form.py" line="74"/>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/photo_pictures.py" line="88"/>
        <source>Log in to the server to see the photo.</source>
        <translation>Melden Sie sich beim Server an, um das Foto zu sehen.</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/photo_pictures.py" line="90"/>
        <source>The photo is being fetched…</source>
        <translation>Das Foto wird geholt…</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/photo_pictures.py" line="113"/>
        <source>Fetching {photo}</source>
        <translation>{photo} wird geholt</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/photo_pictures.py" line="120"/>
        <source>The photo cannot be shown: {reason}</source>
        <translation>Das Foto kann nicht gezeigt werden: {reason}</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/photo_pictures.py" line="134"/>
        <source>Has the photo of a feature fetched; says &apos;&apos; once it is there.</source>
        <translation>Lässt das Foto eines Objekts holen; liefert '', sobald es da ist.</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/photo_pictures.py" line="196"/>
        <source>the picture cannot be written.</source>
        <translation>Das Bild kann nicht geschrieben werden.</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/photos.py" line="94"/>
        <source>Where the photos were taken, as the reconstruction has it; arrows point to where each looks.</source>
        <translation>Wo die Fotos laut Rekonstruktion aufgenommen wurden; Pfeile zeigen, wohin jedes blickt.</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/photos.py" line="94"/>
        <source>Where the photos were taken, as the drone told it.</source>
        <translation>Wo die Fotos laut Drohne aufgenommen wurden.</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/photos.py" line="121"/>
        <source>Direction (degrees from north)</source>
        <translation>Richtung (Grad ab Nord)</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/photos.py" line="122"/>
        <source>Tilt (degrees, 0 is straight down)</source>
        <translation>Neigung (Grad, 0 ist senkrecht nach unten)</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/photos.py" line="124"/>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/photos.py" line="125"/>
        <source>Width (pixels)</source>
        <translation>Breite (Pixel)</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/photos.py" line="126"/>
        <source>Height (pixels)</source>
        <translation>Höhe (Pixel)</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/plan.py" line="120"/>
        <source>{file} cannot be opened.</source>
        <translation>{file} kann nicht geöffnet werden.</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/plan.py" line="148"/>
        <source>{what}: nothing in it can be put on the map.</source>
        <translation>{what}: Nichts darin lässt sich zur Karte hinzufügen.</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/plan.py" line="148"/>
        <source>Look at the task&apos;s console: it may say why.</source>
        <translation>Sehen Sie in die Konsole der Aufgabe: Vielleicht steht dort der Grund.</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/plan.py" line="156"/>
        <source>{file} from the server cannot be read.</source>
        <translation>{file} vom Server kann nicht gelesen werden.</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/plan.py" line="156"/>
        <source>Remove downloaded results in the options, then try again; if it stays, restart the task.</source>
        <translation>Entfernen Sie heruntergeladene Ergebnisse in den Optionen und versuchen Sie es dann erneut; wenn es dabei bleibt, starten Sie die Aufgabe neu.</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/shots.py" line="172"/>
        <source>Left out, since their place cannot be read or comes twice: {count}.</source>
        <translation>Weggelassen, weil ihr Ort nicht lesbar ist oder doppelt vorkommt: {count}.</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/storage.py" line="74"/>
        <source>{file} cannot be written.</source>
        <translation>{file} kann nicht geschrieben werden.</translation>
    </message>
    <message>
        <location filename="../core/layers/vectors/storage.py" line="74"/>
        <source>Free some space on the disk, or choose a higher limit for downloads in the options.</source>
        <translation>Schaffen Sie Platz auf dem Datenträger oder wählen Sie in den Optionen eine höhere Grenze für Downloads.</translation>
    </message>
    <message>
        <location filename="../core/layers/life/notices.py" line="113"/>
        <source>“{layer}”</source>
        <translation>„{layer}“</translation>
    </message>
    <message>
        <location filename="../core/layers/life/repair.py" line="227"/>
        <source>its file is not on this computer.</source>
        <translation>Die Datei ist nicht auf diesem Computer.</translation>
    </message>
    <message>
        <location filename="../core/layers/life/repair.py" line="227"/>
        <source>Add it to the map once more: it is downloaded, and the layer shows it.</source>
        <translation>Fügen Sie es noch einmal zur Karte hinzu: Es wird heruntergeladen, und der Layer zeigt es.</translation>
    </message>
    <message>
        <location filename="../core/layers/values/raster.py" line="75"/>
        <source>{model}, real values</source>
        <translation>{model}, echte Werte</translation>
    </message>
    <message>
        <location filename="../core/layers/values/raster.py" line="76"/>
        <source>{product}, full resolution</source>
        <translation>{product}, volle Auflösung</translation>
    </message>
    <message>
        <location filename="../core/layers/values/relief.py" line="37"/>
        <source>{model} relief</source>
        <translation>{model}-Schummerung</translation>
    </message>
</context>
<context>
    <name>LayersGroup</name>
    <message>
        <location filename="../ui/options/layers_group.py" line="31"/>
        <source>Layers</source>
        <translation>Layer</translation>
    </message>
    <message>
        <location filename="../ui/options/layers_group.py" line="42"/>
        <source>on sharp screens</source>
        <translation>auf scharfen Bildschirmen</translation>
    </message>
    <message>
        <location filename="../ui/options/layers_group.py" line="42"/>
        <source>always</source>
        <translation>immer</translation>
    </message>
    <message>
        <location filename="../ui/options/layers_group.py" line="42"/>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <location filename="../ui/options/layers_group.py" line="46"/>
        <source>Tiles with twice the pixels look crisp on screens with a high resolution, and take about four times the data.</source>
        <translation>Kacheln mit doppelt so vielen Pixeln wirken auf hochauflösenden Bildschirmen gestochen scharf und brauchen etwa die vierfache Datenmenge.</translation>
    </message>
    <message>
        <location filename="../ui/options/layers_group.py" line="52"/>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <location filename="../ui/options/layers_group.py" line="53"/>
        <source>Written into the metadata of new layers, such as CC BY 4.0.</source>
        <translation>Wird in die Metadaten neuer Layer geschrieben, etwa CC BY 4.0.</translation>
    </message>
    <message>
        <location filename="../ui/options/layers_group.py" line="54"/>
        <source>&amp;Offer real values</source>
        <translation>Echte &amp;Werte anbieten</translation>
    </message>
    <message>
        <location filename="../ui/options/layers_group.py" line="57"/>
        <source>Heights come as coloured tiles. When you identify them, Nadir offers to load their real values.</source>
        <translation>Höhen kommen als farbige Kacheln. Wenn Sie sie identifizieren, bietet Nadir an, ihre echten Werte zu laden.</translation>
    </message>
    <message>
        <location filename="../ui/options/layers_group.py" line="89"/>
        <source>So much of the lowest and of the highest ground shares one colour: a single tree or pit does not take them all.</source>
        <translation>So viel vom niedrigsten und vom höchsten Boden teilt sich je eine Farbe: Ein einzelner Baum oder eine Grube verbraucht nicht alle Farben.</translation>
    </message>
    <message>
        <location filename="../ui/options/layers_group.py" line="95"/>
        <source>Add to map adds, where a task has them:</source>
        <translation>„Zur Karte hinzufügen“ fügt hinzu, soweit eine Aufgabe sie hat:</translation>
    </message>
    <message>
        <location filename="../ui/options/layers_group.py" line="102"/>
        <source>S&amp;harp tiles:</source>
        <translation>&amp;Scharfe Kacheln:</translation>
    </message>
    <message>
        <location filename="../ui/options/layers_group.py" line="102"/>
        <source>Heights &amp;cut at each end:</source>
        <translation>Höhen an jedem &amp;Ende abschneiden:</translation>
    </message>
    <message>
        <location filename="../ui/options/layers_group.py" line="102"/>
        <source>&amp;Licence of layers:</source>
        <translation>&amp;Lizenz der Layer:</translation>
    </message>
</context>
<context>
    <name>Looking</name>
    <message>
        <location filename="../ui/new_task/options/looking.py" line="63"/>
        <source>Looking at the server’s options…</source>
        <translation>Optionen des Servers werden abgerufen…</translation>
    </message>
</context>
<context>
    <name>MapParts</name>
    <message>
        <location filename="../ui/map/parts.py" line="93"/>
        <source>Adding “{name}” to the map</source>
        <translation>„{name}“ wird zur Karte hinzugefügt</translation>
    </message>
</context>
<context>
    <name>MapView</name>
    <message>
        <location filename="../ui/new_task/photos/map_view.py" line="126"/>
        <source>Footprints</source>
        <translation>Fotoumrisse</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/map_view.py" line="202"/>
        <source>Leave out the {photos} inside</source>
        <translation>{photos} innerhalb weglassen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/map_view.py" line="203"/>
        <source>Leave out the {photos} outside</source>
        <translation>{photos} außerhalb weglassen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/map_view.py" line="205"/>
        <source>Bring back those inside</source>
        <translation>Die innerhalb wieder aufnehmen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/map_view.py" line="207"/>
        <source>Select those inside</source>
        <translation>Die innerhalb auswählen</translation>
    </message>
</context>
<context>
    <name>MoveDialog</name>
    <message>
        <location filename="../ui/actions/move_dialog.py" line="34"/>
        <source>Move to another project</source>
        <translation>In anderes Projekt verschieben</translation>
    </message>
    <message>
        <location filename="../ui/actions/move_dialog.py" line="35"/>
        <source>Move</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <location filename="../ui/actions/move_dialog.py" line="42"/>
        <source>Search projects</source>
        <translation>Projekte suchen</translation>
    </message>
    <message>
        <location filename="../ui/actions/move_dialog.py" line="46"/>
        <source>Projects</source>
        <translation>Projekte</translation>
    </message>
    <message>
        <location filename="../ui/actions/move_dialog.py" line="94"/>
        <source>There is no other project that you may change.</source>
        <translation>Es gibt kein anderes Projekt, das Sie ändern dürfen.</translation>
    </message>
    <message>
        <location filename="../ui/actions/move_dialog.py" line="51"/>
        <source>Move {what} to:</source>
        <translation>{what} verschieben nach:</translation>
    </message>
    <message>
        <location filename="../ui/actions/move_dialog.py" line="94"/>
        <source>No project that you may change has such a name.</source>
        <translation>Kein Projekt, das Sie ändern dürfen, heißt so.</translation>
    </message>
</context>
<context>
    <name>Nadir</name>
    <message>
        <location filename="../ui/common/notifier.py" line="222"/>
        <source>Something unexpected went wrong in Nadir.</source>
        <translation>In Nadir ist ein unerwarteter Fehler aufgetreten.</translation>
    </message>
    <message>
        <location filename="../ui/common/notifier.py" line="222"/>
        <source>Try again; if it stays so, please report it with the details.</source>
        <translation>Versuchen Sie es erneut; wenn es dabei bleibt, melden Sie den Fehler bitte mit den Details.</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="38"/>
        <source>Status {code}</source>
        <translation>Status {code}</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="45"/>
        <source>{state} {percent}</source>
        <translation>{state} {percent}</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="74"/>
        <source>Cancelling…</source>
        <translation>Wird abgebrochen…</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="75"/>
        <source>Removing…</source>
        <translation>Wird entfernt…</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="76"/>
        <source>Restarting…</source>
        <translation>Wird neu gestartet…</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="78"/>
        <source>Importing…</source>
        <translation>Wird importiert…</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="79"/>
        <source>Compacting…</source>
        <translation>Wird komprimiert…</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="81"/>
        <source>Busy…</source>
        <translation>Beschäftigt…</translation>
    </message>
    <message>
        <location filename="../ui/uploads/upload_row.py" line="239"/>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="88"/>
        <source>In the queue</source>
        <translation>Eingereiht</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="89"/>
        <source>Processing</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="90"/>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="91"/>
        <source>Completed</source>
        <translation>Abgeschlossen</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="92"/>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="93"/>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="98"/>
        <source>{n} %</source>
        <translation>{n} %</translation>
    </message>
    <message numerus="yes">
        <location filename="../ui/common/wording.py" line="140"/>
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n Foto</numerusform>
            <numerusform>%n Fotos</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="109"/>
        <source>No tasks yet</source>
        <translation>Noch keine Aufgaben</translation>
    </message>
    <message numerus="yes">
        <location filename="../ui/common/wording.py" line="110"/>
        <source>%n task(s)</source>
        <translation>
            <numerusform>%n Aufgabe</numerusform>
            <numerusform>%n Aufgaben</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../ui/common/wording.py" line="116"/>
        <source>%n processing node(s)</source>
        <translation>
            <numerusform>%n Verarbeitungsknoten</numerusform>
            <numerusform>%n Verarbeitungsknoten</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="174"/>
        <source>{h} h {m:02d} min</source>
        <translation>{h} h {m:02d} min</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="176"/>
        <source>{m} min {s:02d} s</source>
        <translation>{m} min {s:02d} s</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="177"/>
        <source>{s} s</source>
        <translation>{s} s</translation>
    </message>
    <message>
        <location filename="../ui/uploads/unfinished_row.py" line="86"/>
        <source>The upload of “{name}” stopped at {done} of {photos}.</source>
        <translation>Das Hochladen von „{name}“ hielt bei {done} von {photos} an.</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="122"/>
        <source>“{name}”</source>
        <translation>„{name}“</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="126"/>
        <source>{first} and {second}</source>
        <translation>{first} und {second}</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="128"/>
        <source>{names} and {n} more</source>
        <translation>{names} und {n} weitere</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="134"/>
        <source>{name} is not finished yet.</source>
        <translation>{name} ist noch nicht fertig.</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="135"/>
        <source>{names} are not finished yet.</source>
        <translation>{names} sind noch nicht fertig.</translation>
    </message>
    <message>
        <location filename="../ui/uploads/unfinished_row.py" line="86"/>
        <source>The upload of “{name}” was paused at {done} of {photos}.</source>
        <translation>Das Hochladen von „{name}“ wurde bei {done} von {photos} angehalten.</translation>
    </message>
    <message>
        <location filename="../ui/uploads/upload_row.py" line="235"/>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="40"/>
        <source>Waiting for photos</source>
        <translation>Wartet auf Fotos</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="42"/>
        <source>No processing node is chosen</source>
        <translation>Kein Verarbeitungsknoten gewählt</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="77"/>
        <source>Resizing photos {percent}</source>
        <translation>Fotos werden verkleinert {percent}</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="86"/>
        <source>Waiting for a node</source>
        <translation>Wartet auf einen Knoten</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="87"/>
        <source>Uploading to the node</source>
        <translation>Wird zum Knoten hochgeladen</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="216"/>
        <source>Connecting…</source>
        <translation>Wird verbunden…</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="218"/>
        <source>Not connected</source>
        <translation>Nicht verbunden</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="219"/>
        <source>Connected</source>
        <translation>Verbunden</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="220"/>
        <source>Does not answer, trying again</source>
        <translation>Antwortet nicht, neuer Versuch</translation>
    </message>
    <message>
        <location filename="../ui/common/wording.py" line="221"/>
        <source>Log-in needed</source>
        <translation>Anmeldung nötig</translation>
    </message>
    <message>
        <location filename="../ui/uploads/files_model.py" line="139"/>
        <source>Left out</source>
        <translation>Weggelassen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/findings_panel.py" line="120"/>
        <source>{title}: {photos}</source>
        <translation>{title}: {photos}</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/words.py" line="21"/>
        <source>Cannot be used</source>
        <translation>Nicht verwendbar</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/words.py" line="22"/>
        <source>Few photos</source>
        <translation>Wenige Fotos</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/words.py" line="23"/>
        <source>Doubles</source>
        <translation>Doppelt</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/words.py" line="24"/>
        <source>Same name</source>
        <translation>Gleicher Name</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/words.py" line="25"/>
        <source>Blurred</source>
        <translation>Unscharf</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/words.py" line="66"/>
        <source>No position</source>
        <translation>Ohne Position</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/words.py" line="27"/>
        <source>Far from the others</source>
        <translation>Weit von den anderen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/words.py" line="28"/>
        <source>At another height</source>
        <translation>In anderer Höhe</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/words.py" line="29"/>
        <source>At another time</source>
        <translation>Zu anderer Zeit</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/words.py" line="30"/>
        <source>Other camera</source>
        <translation>Andere Kamera</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/words.py" line="31"/>
        <source>Little overlap</source>
        <translation>Wenig Überlappung</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/words.py" line="38"/>
        <source>These files are damaged or empty. They are not sent.</source>
        <translation>Diese Dateien sind beschädigt oder leer. Sie werden nicht gesendet.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/words.py" line="39"/>
        <source>With fewer than five photos the results are small, if any.</source>
        <translation>Mit weniger als fünf Fotos sind die Ergebnisse klein, wenn es überhaupt welche gibt.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/words.py" line="40"/>
        <source>Copies of photos that are in the list. They add nothing but time.</source>
        <translation>Kopien von Fotos, die in der Liste sind. Sie kosten nur Zeit.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/words.py" line="41"/>
        <source>Different photos in different folders that share a name. They are sent with a number added to it.</source>
        <translation>Verschiedene Fotos gleichen Namens in verschiedenen Ordnern. Sie werden mit einer Nummer am Namen gesendet.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/words.py" line="44"/>
        <source>Far less sharp than the other photos. They make results worse.</source>
        <translation>Viel unschärfer als die anderen Fotos. Sie verschlechtern die Ergebnisse.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/words.py" line="45"/>
        <source>No GPS position. They are placed by what they show; where no photo has one, nothing lies in its place.</source>
        <translation>Keine GPS-Position. Sie werden nach ihrem Inhalt eingeordnet; wenn kein Foto eine hat, liegt nichts an seinem Ort.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/words.py" line="48"/>
        <source>Taken far away from nearly all others, perhaps of another site.</source>
        <translation>Weit entfernt von fast allen anderen aufgenommen, vielleicht von einem anderen Gebiet.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/words.py" line="49"/>
        <source>Taken much lower or higher above the ground than most, such as before the start.</source>
        <translation>Viel niedriger oder höher über dem Boden aufgenommen als die meisten, etwa vor dem Start.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/words.py" line="52"/>
        <source>Taken hours before or after nearly all others. Light and shadows differ.</source>
        <translation>Stunden vor oder nach fast allen anderen aufgenommen. Licht und Schatten sind anders.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/words.py" line="53"/>
        <source>Taken with another camera, or of another size, than nearly all others.</source>
        <translation>Mit anderer Kamera oder in anderer Größe aufgenommen als fast alle anderen.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/words.py" line="54"/>
        <source>Most of what they show is seen by fewer than three photos. Expect gaps there.</source>
        <translation>Das meiste, was sie zeigen, ist auf weniger als drei Fotos zu sehen. Dort sind Lücken zu erwarten.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/words.py" line="63"/>
        <source>Cannot be used: {problem}</source>
        <translation>Nicht verwendbar: {problem}</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/words.py" line="66"/>
        <source>With position</source>
        <translation>Mit Position</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/words.py" line="77"/>
        <source>{width} × {height} pixels</source>
        <translation>{width} × {height} Pixel</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/words.py" line="94"/>
        <source>Ground resolution unknown</source>
        <translation>Bodenauflösung unbekannt</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/words.py" line="96"/>
        <source>{gsd} cm per pixel</source>
        <translation>{gsd} cm pro Pixel</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/words.py" line="99"/>
        <source>area unknown</source>
        <translation>Fläche unbekannt</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/words.py" line="101"/>
        <source>{area} ha</source>
        <translation>{area} ha</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/words.py" line="103"/>
        <source>each point in {views} photos</source>
        <translation>jeder Punkt auf {views} Fotos</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/words.py" line="114"/>
        <source>all with position</source>
        <translation>alle mit Position</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/words.py" line="116"/>
        <source>other files, not sent: {n}</source>
        <translation>andere Dateien, nicht gesendet: {n}</translation>
    </message>
    <message>
        <location filename="../ui/new_task/products.py" line="19"/>
        <source>Orthophoto</source>
        <translation>Orthofoto</translation>
    </message>
    <message>
        <location filename="../ui/new_task/products.py" line="20"/>
        <source>Surface model (DSM)</source>
        <translation>Oberflächenmodell (DOM)</translation>
    </message>
    <message>
        <location filename="../ui/new_task/products.py" line="21"/>
        <source>Terrain model (DTM)</source>
        <translation>Geländemodell (DGM)</translation>
    </message>
    <message>
        <location filename="../ui/new_task/products.py" line="22"/>
        <source>Point cloud</source>
        <translation>Punktwolke</translation>
    </message>
    <message>
        <location filename="../ui/new_task/products.py" line="23"/>
        <source>Textured 3D model</source>
        <translation>Texturiertes 3D-Modell</translation>
    </message>
    <message>
        <location filename="../ui/new_task/products.py" line="24"/>
        <source>3D tiles</source>
        <translation>3D-Kacheln</translation>
    </message>
    <message>
        <location filename="../ui/new_task/products.py" line="25"/>
        <source>Quality report</source>
        <translation>Qualitätsbericht</translation>
    </message>
    <message>
        <location filename="../ui/uploads/files_model.py" line="132"/>
        <source>Sending {percent}</source>
        <translation>Wird gesendet {percent}</translation>
    </message>
    <message>
        <location filename="../ui/uploads/files_model.py" line="134"/>
        <source>Could not be sent</source>
        <translation>Konnte nicht gesendet werden</translation>
    </message>
    <message>
        <location filename="../ui/uploads/upload_row.py" line="243"/>
        <source>Resizing</source>
        <translation>Wird verkleinert</translation>
    </message>
    <message>
        <location filename="../ui/uploads/files_model.py" line="138"/>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <location filename="../ui/uploads/rate_menu.py" line="83"/>
        <source>{number} {unit}</source>
        <translation>{number} {unit}</translation>
    </message>
    <message>
        <location filename="../ui/uploads/unfinished_row.py" line="98"/>
        <source>To {server}, begun {date}.</source>
        <translation>An {server}, begonnen am {date}.</translation>
    </message>
    <message>
        <location filename="../ui/uploads/upload_row.py" line="237"/>
        <source>Preparing</source>
        <translation>Wird vorbereitet</translation>
    </message>
    <message>
        <location filename="../ui/uploads/upload_row.py" line="241"/>
        <source>Starting</source>
        <translation>Wird gestartet</translation>
    </message>
    <message>
        <location filename="../ui/uploads/upload_row.py" line="244"/>
        <source>Sending</source>
        <translation>Wird gesendet</translation>
    </message>
    <message>
        <location filename="../ui/uploads/upload_row.py" line="226"/>
        <source>{phase}…</source>
        <translation>{phase}…</translation>
    </message>
    <message>
        <location filename="../ui/uploads/upload_row.py" line="228"/>
        <source>Sending photos</source>
        <translation>Fotos werden gesendet</translation>
    </message>
    <message>
        <location filename="../ui/uploads/upload_row.py" line="229"/>
        <source>{phase} {percent}</source>
        <translation>{phase} {percent}</translation>
    </message>
</context>
<context>
    <name>NadirDock</name>
    <message>
        <location filename="../ui/dock.py" line="122"/>
        <source>Pages of the panel</source>
        <translation>Seiten des Bedienfelds</translation>
    </message>
    <message>
        <location filename="../ui/dock.py" line="127"/>
        <source>Projects</source>
        <translation>Projekte</translation>
    </message>
    <message>
        <location filename="../ui/dock.py" line="166"/>
        <source>Processing nodes</source>
        <translation>Verarbeitungsknoten</translation>
    </message>
    <message>
        <location filename="../ui/dock.py" line="166"/>
        <source>Nodes</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <location filename="../ui/dock.py" line="225"/>
        <source>Start again</source>
        <translation>Wieder starten</translation>
    </message>
    <message>
        <location filename="../ui/dock.py" line="235"/>
        <source>Remembering the panel&apos;s layout</source>
        <translation>Anordnung des Bedienfelds wird gemerkt</translation>
    </message>
</context>
<context>
    <name>NadirProvider</name>
    <message>
        <location filename="../core/algorithms/provider.py" line="33"/>
        <source>Nadir drone mapping</source>
        <translation>Nadir-Drohnenkartierung</translation>
    </message>
</context>
<context>
    <name>NameDialog</name>
    <message>
        <location filename="../ui/actions/name_dialog.py" line="48"/>
        <source>such as: survey, north</source>
        <translation>etwa: Vermessung, Nord</translation>
    </message>
    <message>
        <location filename="../ui/actions/name_dialog.py" line="53"/>
        <source>&amp;Name:</source>
        <translation>&amp;Name:</translation>
    </message>
    <message>
        <location filename="../ui/actions/name_dialog.py" line="60"/>
        <source>&amp;Description:</source>
        <translation>&amp;Beschreibung:</translation>
    </message>
    <message>
        <location filename="../ui/actions/name_dialog.py" line="61"/>
        <source>&amp;Tags:</source>
        <translation>&amp;Tags:</translation>
    </message>
</context>
<context>
    <name>NewTaskDialog</name>
    <message>
        <location filename="../ui/new_task/dialog.py" line="65"/>
        <source>New task</source>
        <translation>Neue Aufgabe</translation>
    </message>
    <message>
        <location filename="../ui/new_task/dialog.py" line="88"/>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <location filename="../ui/new_task/dialog.py" line="88"/>
        <source>Options</source>
        <translation>Optionen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/dialog.py" line="88"/>
        <source>Summary</source>
        <translation>Zusammenfassung</translation>
    </message>
    <message>
        <location filename="../ui/new_task/dialog.py" line="103"/>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <location filename="../ui/new_task/dialog.py" line="104"/>
        <source>Ne&amp;xt</source>
        <translation>&amp;Weiter</translation>
    </message>
    <message>
        <location filename="../ui/new_task/dialog.py" line="224"/>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/dialog.py" line="224"/>
        <source>Close without starting the task?</source>
        <translation>Schließen, ohne die Aufgabe zu starten?</translation>
    </message>
    <message>
        <location filename="../ui/new_task/dialog.py" line="224"/>
        <source>What you chose here is forgotten. The photos stay where they are.</source>
        <translation>Was Sie hier gewählt haben, geht verloren. Die Fotos bleiben, wo sie sind.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/dialog.py" line="279"/>
        <source>Remembering the size of a window</source>
        <translation>Fenstergröße wird gemerkt</translation>
    </message>
    <message>
        <location filename="../ui/new_task/dialog.py" line="285"/>
        <source>Remembering a setting</source>
        <translation>Einstellung wird gemerkt</translation>
    </message>
</context>
<context>
    <name>NewTasks</name>
    <message>
        <location filename="../ui/new_tasks.py" line="119"/>
        <source>Remembering the folder</source>
        <translation>Ordner wird gemerkt</translation>
    </message>
</context>
<context>
    <name>NodeChoice</name>
    <message>
        <location filename="../ui/new_task/options/node_choice.py" line="27"/>
        <source>Processing node</source>
        <translation>Verarbeitungsknoten</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/node_choice.py" line="75"/>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/node_choice.py" line="93"/>
        <source>{node} is offline. Choose another processing node.</source>
        <translation>{node} ist offline. Wählen Sie einen anderen Verarbeitungsknoten.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/node_choice.py" line="99"/>
        <source>No processing node takes {count} photos; the largest takes {most}. Leave photos out or split the task.</source>
        <translation>Kein Verarbeitungsknoten nimmt {count} Fotos an, der größte nimmt {most}. Lassen Sie Fotos weg oder teilen Sie die Aufgabe auf.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/node_choice.py" line="101"/>
        <source>{node} takes at most {most} photos, and there are {count}. Choose another node or leave photos out.</source>
        <translation>{node} nimmt höchstens {most} Fotos an, es sind aber {count}. Wählen Sie einen anderen Knoten oder lassen Sie Fotos weg.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/node_choice.py" line="110"/>
        <source>No processing node is online: the task waits until one is.</source>
        <translation>Kein Verarbeitungsknoten ist online: Die Aufgabe wartet, bis es einer ist.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/node_choice.py" line="114"/>
        <source>{nodes} may not take {count} photos. Choose a node to be sure.</source>
        <translation>{count} Fotos sind womöglich zu viel für {nodes}. Wählen Sie einen Knoten, um sicherzugehen.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/node_choice.py" line="137"/>
        <source>The server takes the node with the shortest queue.</source>
        <translation>Der Server nimmt den Knoten mit der kürzesten Warteschlange.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/node_choice.py" line="139"/>
        <source>The server chooses; your account sees none of its nodes.</source>
        <translation>Der Server wählt; Ihr Konto sieht keinen seiner Knoten.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/node_choice.py" line="144"/>
        <source>{node} (offline)</source>
        <translation>{node} (offline)</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/node_choice.py" line="145"/>
        <source>{node} ({queue})</source>
        <translation>{node} ({queue})</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/node_choice.py" line="148"/>
        <source>{count} in the queue</source>
        <translation>{count} in der Warteschlange</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/node_choice.py" line="148"/>
        <source>free</source>
        <translation>frei</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/node_choice.py" line="153"/>
        <source>any number of photos</source>
        <translation>beliebig viele Fotos</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/node_choice.py" line="155"/>
        <source>at most {count} photos</source>
        <translation>höchstens {count} Fotos</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/node_choice.py" line="161"/>
        <source>Offline: the server has never reached it.</source>
        <translation>Offline: Der Server hat ihn noch nie erreicht.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/node_choice.py" line="162"/>
        <source>Offline: the server reached it last at {when}.</source>
        <translation>Offline: Der Server hat ihn zuletzt am {when} erreicht.</translation>
    </message>
</context>
<context>
    <name>NodeDetails</name>
    <message>
        <location filename="../ui/nodes/details.py" line="94"/>
        <source>Address:</source>
        <translation>Adresse:</translation>
    </message>
    <message>
        <location filename="../ui/nodes/details.py" line="95"/>
        <source>Engine:</source>
        <translation>Engine:</translation>
    </message>
    <message>
        <location filename="../ui/nodes/details.py" line="96"/>
        <source>Node API:</source>
        <translation>Knoten-API:</translation>
    </message>
    <message>
        <location filename="../ui/nodes/details.py" line="97"/>
        <source>Tasks:</source>
        <translation>Aufgaben:</translation>
    </message>
    <message>
        <location filename="../ui/nodes/details.py" line="98"/>
        <source>Photos:</source>
        <translation>Fotos:</translation>
    </message>
    <message>
        <location filename="../ui/nodes/details.py" line="99"/>
        <source>Last seen:</source>
        <translation>Zuletzt erreicht:</translation>
    </message>
    <message>
        <location filename="../ui/nodes/details.py" line="120"/>
        <source>Details of the node</source>
        <translation>Einzelheiten des Knotens</translation>
    </message>
</context>
<context>
    <name>NodeDialog</name>
    <message>
        <location filename="../ui/nodes/node_dialog.py" line="48"/>
        <source>Add processing node</source>
        <translation>Verarbeitungsknoten hinzufügen</translation>
    </message>
    <message>
        <location filename="../ui/nodes/node_dialog.py" line="48"/>
        <source>Edit processing node</source>
        <translation>Verarbeitungsknoten bearbeiten</translation>
    </message>
    <message>
        <location filename="../ui/nodes/node_dialog.py" line="80"/>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <location filename="../ui/nodes/node_dialog.py" line="81"/>
        <source>What the node wants to be shown, where it was started with a token.</source>
        <translation>Was der Knoten verlangt, wenn er mit einem Token gestartet wurde.</translation>
    </message>
    <message>
        <location filename="../ui/nodes/node_dialog.py" line="84"/>
        <source>The server must reach this address; what this computer can reach does not matter.</source>
        <translation>Der Server muss diese Adresse erreichen; was dieser Computer erreicht, spielt keine Rolle.</translation>
    </message>
    <message>
        <location filename="../ui/nodes/node_dialog.py" line="94"/>
        <source>The server asks the node</source>
        <translation>Der Server fragt den Knoten</translation>
    </message>
    <message>
        <location filename="../ui/nodes/node_dialog.py" line="100"/>
        <source>&amp;Add</source>
        <translation>&amp;Hinzufügen</translation>
    </message>
    <message>
        <location filename="../ui/nodes/node_dialog.py" line="100"/>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <location filename="../ui/nodes/node_dialog.py" line="111"/>
        <source>Ser&amp;ver:</source>
        <translation>Ser&amp;ver:</translation>
    </message>
    <message>
        <location filename="../ui/nodes/node_dialog.py" line="112"/>
        <source>&amp;Host:</source>
        <translation>H&amp;ost:</translation>
    </message>
    <message>
        <location filename="../ui/nodes/node_dialog.py" line="113"/>
        <source>&amp;Port:</source>
        <translation>&amp;Port:</translation>
    </message>
    <message>
        <location filename="../ui/nodes/node_dialog.py" line="114"/>
        <source>&amp;Token:</source>
        <translation>&amp;Token:</translation>
    </message>
    <message>
        <location filename="../ui/nodes/node_dialog.py" line="138"/>
        <source>This is no host name or IP address.</source>
        <translation>Das ist kein Hostname und keine IP-Adresse.</translation>
    </message>
    <message>
        <location filename="../ui/nodes/node_dialog.py" line="154"/>
        <source>The server was closed meanwhile.</source>
        <translation>Der Server wurde inzwischen geschlossen.</translation>
    </message>
    <message>
        <location filename="../ui/nodes/node_dialog.py" line="181"/>
        <source>Your account may not change the nodes of this server.</source>
        <translation>Ihr Konto darf die Knoten dieses Servers nicht ändern.</translation>
    </message>
</context>
<context>
    <name>Nodes</name>
    <message>
        <location filename="../ui/nodes/model.py" line="178"/>
        <source>{n} of {all} online</source>
        <translation>{n} von {all} online</translation>
    </message>
    <message>
        <location filename="../ui/nodes/option_list.py" line="141"/>
        <source>default: {value}</source>
        <translation>Standard: {value}</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="21"/>
        <source>Node without a name</source>
        <translation>Knoten ohne Namen</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="33"/>
        <source>Online</source>
        <translation>Online</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="34"/>
        <source>Offline</source>
        <translation>Offline</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="34"/>
        <source>Never answered</source>
        <translation>Nie geantwortet</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="45"/>
        <source>queue empty</source>
        <translation>Warteschlange leer</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="46"/>
        <source>{n} in the queue</source>
        <translation>{n} in der Warteschlange</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="58"/>
        <source>no limit</source>
        <translation>keine Grenze</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="59"/>
        <source>up to {n} a task</source>
        <translation>bis {n} je Aufgabe</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="79"/>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="81"/>
        <source>{n} min ago</source>
        <translation>vor {n} min</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="83"/>
        <source>{n} h ago</source>
        <translation>vor {n} h</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="90"/>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="92"/>
        <source>{moment} ({ago})</source>
        <translation>{moment} ({ago})</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="117"/>
        <source>Looking…</source>
        <translation>Wird abgerufen…</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="119"/>
        <source>Your account may not see them</source>
        <translation>Ihr Konto darf sie nicht sehen</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="120"/>
        <source>None that your account sees</source>
        <translation>Keine, die Ihr Konto sieht</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="136"/>
        <source>on or off</source>
        <translation>an oder aus</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="137"/>
        <source>whole number</source>
        <translation>ganze Zahl</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="138"/>
        <source>number</source>
        <translation>Zahl</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="139"/>
        <source>choice</source>
        <translation>Auswahl</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="140"/>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="148"/>
        <source>(nothing)</source>
        <translation>(nichts)</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="155"/>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="155"/>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="156"/>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="173"/>
        <source>{low} to {high}</source>
        <translation>{low} bis {high}</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="175"/>
        <source>more than {low}</source>
        <translation>mehr als {low}</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="175"/>
        <source>{low} or more</source>
        <translation>mindestens {low}</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="178"/>
        <source>less than {high}</source>
        <translation>weniger als {high}</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="178"/>
        <source>{high} or less</source>
        <translation>höchstens {high}</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="189"/>
        <source>Ask an administrator of the server.</source>
        <translation>Fragen Sie einen Administrator des Servers.</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="100"/>
        <source>It has never answered the server. Check that its program runs, that host and port are right, that a firewall lets the server reach it, and that its token is the one given here.</source>
        <translation>Er hat dem Server noch nie geantwortet. Prüfen Sie, ob sein Programm läuft, ob Host und Port stimmen, ob eine Firewall den Server zu ihm lässt und ob sein Token das hier angegebene ist.</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="106"/>
        <source>The server has had no answer for more than five minutes. Check that the node&apos;s computer is on and connected, and that its program runs. Its tasks go on when it is back.</source>
        <translation>Der Server hat seit mehr als fünf Minuten keine Antwort. Prüfen Sie, ob der Rechner des Knotens an und verbunden ist und sein Programm läuft. Seine Aufgaben gehen weiter, wenn er zurück ist.</translation>
    </message>
    <message>
        <location filename="../ui/nodes/words.py" line="125"/>
        <source>A server shows processing nodes only to its administrators, and to accounts that an administrator has granted them. Your tasks may be processed all the same, where the server chooses the node. If they stay in the queue, ask the administrator to grant your account a node.</source>
        <translation>Ein Server zeigt Verarbeitungsknoten nur seinen Administratoren und Konten, denen ein Administrator sie freigegeben hat. Ihre Aufgaben können trotzdem verarbeitet werden, wo der Server den Knoten wählt. Bleiben sie in der Warteschlange, bitten Sie den Administrator, Ihrem Konto einen Knoten freizugeben.</translation>
    </message>
</context>
<context>
    <name>NodesFooter</name>
    <message>
        <location filename="../ui/nodes/footer.py" line="51"/>
        <source>Processing nodes: {summary}</source>
        <translation>Verarbeitungsknoten: {summary}</translation>
    </message>
    <message>
        <location filename="../ui/nodes/footer.py" line="58"/>
        <source>No server is open</source>
        <translation>Kein Server geöffnet</translation>
    </message>
    <message>
        <location filename="../ui/nodes/footer.py" line="60"/>
        <source>No processing nodes to see</source>
        <translation>Keine Verarbeitungsknoten zu sehen</translation>
    </message>
    <message>
        <location filename="../ui/nodes/footer.py" line="60"/>
        <source>Looking at the processing nodes…</source>
        <translation>Verarbeitungsknoten werden abgerufen…</translation>
    </message>
    <message>
        <location filename="../ui/nodes/footer.py" line="65"/>
        <source>1 node online, {waiting}</source>
        <translation>1 Knoten online, {waiting}</translation>
    </message>
    <message>
        <location filename="../ui/nodes/footer.py" line="65"/>
        <source>The processing node is offline</source>
        <translation>Der Verarbeitungsknoten ist offline</translation>
    </message>
    <message>
        <location filename="../ui/nodes/footer.py" line="67"/>
        <source>All {n} nodes are offline</source>
        <translation>Alle {n} Knoten sind offline</translation>
    </message>
    <message>
        <location filename="../ui/nodes/footer.py" line="69"/>
        <source>{n} nodes online, {waiting}</source>
        <translation>{n} Knoten online, {waiting}</translation>
    </message>
    <message>
        <location filename="../ui/nodes/footer.py" line="70"/>
        <source>{n} of {all} nodes online, {waiting}</source>
        <translation>{n} von {all} Knoten online, {waiting}</translation>
    </message>
</context>
<context>
    <name>NodesPage</name>
    <message>
        <location filename="../ui/nodes/page.py" line="74"/>
        <source>&amp;Add processing node…</source>
        <translation>&amp;Verarbeitungsknoten hinzufügen …</translation>
    </message>
    <message>
        <location filename="../ui/nodes/page.py" line="75"/>
        <source>&amp;Edit…</source>
        <translation>&amp;Bearbeiten …</translation>
    </message>
    <message>
        <location filename="../ui/nodes/page.py" line="76"/>
        <source>&amp;Remove…</source>
        <translation>&amp;Entfernen …</translation>
    </message>
    <message>
        <location filename="../ui/nodes/page.py" line="78"/>
        <source>Re&amp;fresh</source>
        <translation>Akt&amp;ualisieren</translation>
    </message>
    <message>
        <location filename="../ui/nodes/page.py" line="92"/>
        <source>Processing nodes</source>
        <translation>Verarbeitungsknoten</translation>
    </message>
    <message>
        <location filename="../ui/nodes/page.py" line="165"/>
        <source>No server is open.
Connect to one on the Projects tab; its processing nodes are then listed here.</source>
        <translation>Kein Server ist geöffnet.
Verbinden Sie sich im Reiter „Projekte“ mit einem; seine Verarbeitungsknoten sind dann hier aufgelistet.</translation>
    </message>
    <message>
        <location filename="../ui/nodes/page.py" line="176"/>
        <source>Asking the server for its processing nodes…</source>
        <translation>Server wird nach seinen Verarbeitungsknoten gefragt…</translation>
    </message>
    <message>
        <location filename="../ui/nodes/page.py" line="180"/>
        <source>{nodes}, {n} online, {queue}.</source>
        <translation>{nodes}, {n} online, {queue}.</translation>
    </message>
    <message>
        <location filename="../ui/nodes/page.py" line="186"/>
        <source>Connect to a server first</source>
        <translation>Zuerst mit einem Server verbinden</translation>
    </message>
    <message>
        <location filename="../ui/nodes/page.py" line="187"/>
        <source>Choose a processing node first</source>
        <translation>Zuerst einen Verarbeitungsknoten wählen</translation>
    </message>
    <message>
        <location filename="../ui/nodes/page.py" line="235"/>
        <source>The processing node {name} was added and answers.</source>
        <translation>Der Verarbeitungsknoten {name} wurde hinzugefügt und antwortet.</translation>
    </message>
    <message>
        <location filename="../ui/nodes/page.py" line="237"/>
        <source>The processing node {name} was added, but does not answer the server.</source>
        <translation>Der Verarbeitungsknoten {name} wurde hinzugefügt, antwortet dem Server aber nicht.</translation>
    </message>
    <message>
        <location filename="../ui/nodes/page.py" line="246"/>
        <source>The processing node {name} was changed, but does not answer the server.</source>
        <translation>Der Verarbeitungsknoten {name} wurde geändert, antwortet dem Server aber nicht.</translation>
    </message>
    <message>
        <location filename="../ui/nodes/page.py" line="258"/>
        <source>Remove the processing node “{node}” from {server}?</source>
        <translation>Den Verarbeitungsknoten „{node}“ von {server} entfernen?</translation>
    </message>
    <message>
        <location filename="../ui/nodes/page.py" line="259"/>
        <source>Remove node</source>
        <translation>Knoten entfernen</translation>
    </message>
    <message>
        <location filename="../ui/nodes/page.py" line="268"/>
        <source>It works on {names}: the server does not follow that any more. Restart it on another node.</source>
        <translation>Er arbeitet an {names}: Der Server verfolgt das dann nicht mehr. Starten Sie es auf einem anderen Knoten neu.</translation>
    </message>
    <message>
        <location filename="../ui/nodes/page.py" line="271"/>
        <source>It has tasks in its queue: the server does not follow them any more.</source>
        <translation>Er hat Aufgaben in der Warteschlange: Der Server verfolgt sie dann nicht mehr.</translation>
    </message>
    <message>
        <location filename="../ui/nodes/page.py" line="273"/>
        <source>It has no tasks in its queue.</source>
        <translation>Er hat keine Aufgaben in der Warteschlange.</translation>
    </message>
    <message>
        <location filename="../ui/nodes/page.py" line="274"/>
        <source>Results that the server has stay. Nothing changes on the node itself.</source>
        <translation>Ergebnisse, die der Server hat, bleiben. Auf dem Knoten selbst ändert sich nichts.</translation>
    </message>
    <message>
        <location filename="../ui/nodes/page.py" line="276"/>
        <source>The node of This computer comes back when its server starts again.</source>
        <translation>Der Knoten von „Dieser Computer“ kommt wieder, wenn dessen Server wieder startet.</translation>
    </message>
    <message>
        <location filename="../ui/nodes/page.py" line="285"/>
        <source>Your account may not change the nodes of this server.</source>
        <translation>Ihr Konto darf die Knoten dieses Servers nicht ändern.</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <location filename="../ui/details/notice.py" line="26"/>
        <source>What went wrong</source>
        <translation>Was schiefging</translation>
    </message>
    <message>
        <location filename="../ui/details/notice.py" line="28"/>
        <source>What can be done</source>
        <translation>Was man tun kann</translation>
    </message>
</context>
<context>
    <name>Notifier</name>
    <message>
        <location filename="../ui/common/notifier.py" line="147"/>
        <source>Details</source>
        <translation>Details</translation>
    </message>
</context>
<context>
    <name>Offers</name>
    <message>
        <location filename="../ui/map/offers.py" line="65"/>
        <source>{product}, for offline use</source>
        <translation>{product}, zur Offline-Nutzung</translation>
    </message>
    <message>
        <location filename="../ui/map/offers.py" line="66"/>
        <source>The server has no such file of this task.</source>
        <translation>Der Server hat keine solche Datei dieser Aufgabe.</translation>
    </message>
    <message>
        <location filename="../ui/map/offers.py" line="84"/>
        <source>{product}, full resolution</source>
        <translation>{product}, volle Auflösung</translation>
    </message>
    <message>
        <location filename="../ui/map/offers.py" line="85"/>
        <source>{product}, real values</source>
        <translation>{product}, echte Werte</translation>
    </message>
    <message>
        <location filename="../ui/map/offers.py" line="121"/>
        <source>The task was to make it, but did not. Its console says more.</source>
        <translation>Die Aufgabe sollte dieses Produkt erzeugen, hat es aber nicht. Mehr sagt ihre Konsole.</translation>
    </message>
    <message>
        <location filename="../ui/map/offers.py" line="122"/>
        <source>The task was processed without it.</source>
        <translation>Die Aufgabe wurde ohne dieses Produkt verarbeitet.</translation>
    </message>
    <message>
        <location filename="../ui/map/offers.py" line="134"/>
        <source>Contours need a surface or terrain model, which this task has not got.</source>
        <translation>Höhenlinien brauchen ein Oberflächen- oder Geländemodell, das dieser Aufgabe fehlt.</translation>
    </message>
    <message>
        <location filename="../ui/map/offers.py" line="139"/>
        <source>This QGIS shows no 3D models. Use QGIS 3.34 or newer, or save the file.</source>
        <translation>Dieses QGIS zeigt keine 3D-Modelle. Verwenden Sie QGIS 3.34 oder neuer oder speichern Sie die Datei.</translation>
    </message>
    <message>
        <location filename="../ui/map/offers.py" line="140"/>
        <source>The task was processed without a 3D model.</source>
        <translation>Die Aufgabe wurde ohne 3D-Modell verarbeitet.</translation>
    </message>
    <message>
        <location filename="../ui/map/offers.py" line="146"/>
        <source>The server keeps neither the photos of this task nor where they were taken.</source>
        <translation>Der Server hat weder die Fotos dieser Aufgabe noch deren Aufnahmeorte.</translation>
    </message>
    <message>
        <location filename="../ui/map/offers.py" line="150"/>
        <source>The task was processed without control points.</source>
        <translation>Die Aufgabe wurde ohne Passpunkte verarbeitet.</translation>
    </message>
</context>
<context>
    <name>OptionList</name>
    <message>
        <location filename="../ui/nodes/option_list.py" line="86"/>
        <source>Search the options</source>
        <translation>Optionen durchsuchen</translation>
    </message>
    <message>
        <location filename="../ui/nodes/option_list.py" line="90"/>
        <source>Options of the processing node</source>
        <translation>Optionen des Verarbeitungsknotens</translation>
    </message>
    <message>
        <location filename="../ui/nodes/option_list.py" line="121"/>
        <source>Search {n} options</source>
        <translation>{n} Optionen durchsuchen</translation>
    </message>
    <message>
        <location filename="../ui/nodes/option_list.py" line="121"/>
        <source>No options known</source>
        <translation>Keine Optionen bekannt</translation>
    </message>
    <message>
        <location filename="../ui/nodes/option_list.py" line="134"/>
        <source>No option matches the search.</source>
        <translation>Keine Option passt zur Suche.</translation>
    </message>
    <message>
        <location filename="../ui/nodes/option_list.py" line="136"/>
        <source>Choose an option to read what it does.</source>
        <translation>Wählen Sie eine Option, um zu lesen, was sie bewirkt.</translation>
    </message>
    <message>
        <location filename="../ui/nodes/option_list.py" line="106"/>
        <source>What the option does</source>
        <translation>Was die Option bewirkt</translation>
    </message>
</context>
<context>
    <name>OptionNames</name>
    <message>
        <location filename="../ui/new_task/options/catalogue.py" line="86"/>
        <source>Automatic boundary</source>
        <translation>Automatische Begrenzung</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/catalogue.py" line="87"/>
        <source>Boundary (GeoJSON)</source>
        <translation>Begrenzung (GeoJSON)</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/catalogue.py" line="88"/>
        <source>Camera lens</source>
        <translation>Kameraobjektiv</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/catalogue.py" line="89"/>
        <source>Camera parameters (cameras.json)</source>
        <translation>Kameraparameter (cameras.json)</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/catalogue.py" line="90"/>
        <source>Cloud-optimized GeoTIFF (COG)</source>
        <translation>Cloud-optimiertes GeoTIFF (COG)</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/catalogue.py" line="91"/>
        <source>Crop at the edges</source>
        <translation>An den Rändern zuschneiden</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/catalogue.py" line="92"/>
        <source>DEM resolution</source>
        <translation>DHM-Auflösung</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/catalogue.py" line="93"/>
        <source>Surface model (DSM)</source>
        <translation>Oberflächenmodell (DOM)</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/catalogue.py" line="94"/>
        <source>Terrain model (DTM)</source>
        <translation>Geländemodell (DGM)</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/catalogue.py" line="95"/>
        <source>Fast orthophoto</source>
        <translation>Schnelles Orthofoto</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/catalogue.py" line="96"/>
        <source>Feature quality</source>
        <translation>Merkmalsqualität</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/catalogue.py" line="97"/>
        <source>GPS accuracy</source>
        <translation>GPS-Genauigkeit</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/catalogue.py" line="98"/>
        <source>Do not limit to the GSD</source>
        <translation>Nicht auf die GSD begrenzen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/catalogue.py" line="99"/>
        <source>Mesh size (triangles)</source>
        <translation>Netzgröße (Dreiecke)</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/catalogue.py" line="100"/>
        <source>Fewest features per photo</source>
        <translation>Mindestzahl Merkmale pro Foto</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/catalogue.py" line="101"/>
        <source>Orthophoto cutline</source>
        <translation>Orthofoto-Schnittlinie</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/catalogue.py" line="102"/>
        <source>Orthophoto resolution</source>
        <translation>Orthofoto-Auflösung</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/catalogue.py" line="103"/>
        <source>Classify the point cloud</source>
        <translation>Punktwolke klassifizieren</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/catalogue.py" line="104"/>
        <source>Point cloud quality</source>
        <translation>Punktwolkenqualität</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/catalogue.py" line="105"/>
        <source>Radiometric calibration</source>
        <translation>Radiometrische Kalibrierung</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/catalogue.py" line="106"/>
        <source>Correct rolling shutter</source>
        <translation>Rolling Shutter korrigieren</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/catalogue.py" line="107"/>
        <source>Skip the 3D model</source>
        <translation>3D-Modell überspringen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/catalogue.py" line="108"/>
        <source>Skip the orthophoto</source>
        <translation>Orthofoto überspringen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/catalogue.py" line="109"/>
        <source>Orthophoto and DEM tiles</source>
        <translation>Orthofoto- und DHM-Kacheln</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/catalogue.py" line="110"/>
        <source>Use the full 3D mesh</source>
        <translation>Volles 3D-Netz verwenden</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/catalogue.py" line="116"/>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/catalogue.py" line="117"/>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/catalogue.py" line="118"/>
        <source>Resolution</source>
        <translation>Auflösung</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/catalogue.py" line="119"/>
        <source>Area</source>
        <translation>Fläche</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/catalogue.py" line="120"/>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/catalogue.py" line="121"/>
        <source>More</source>
        <translation>Weitere</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/catalogue.py" line="150"/>
        <source>Options</source>
        <translation>Optionen</translation>
    </message>
</context>
<context>
    <name>OptionsDialog</name>
    <message>
        <location filename="../ui/actions/options_dialog.py" line="49"/>
        <source>Options of “{name}”</source>
        <translation>Optionen von „{name}“</translation>
    </message>
    <message>
        <location filename="../ui/actions/options_dialog.py" line="138"/>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <location filename="../ui/actions/options_dialog.py" line="57"/>
        <source>Asking the server for the options of its nodes…</source>
        <translation>Server wird nach den Optionen seiner Knoten gefragt…</translation>
    </message>
    <message>
        <location filename="../ui/actions/options_dialog.py" line="59"/>
        <source>&amp;Process it again now</source>
        <translation>&amp;Jetzt neu verarbeiten</translation>
    </message>
    <message>
        <location filename="../ui/actions/options_dialog.py" line="64"/>
        <source>The results that are on the server now are replaced.</source>
        <translation>Die Ergebnisse, die jetzt auf dem Server liegen, werden ersetzt.</translation>
    </message>
    <message>
        <location filename="../ui/actions/options_dialog.py" line="138"/>
        <source>Save and restart</source>
        <translation>Speichern und neu starten</translation>
    </message>
</context>
<context>
    <name>OptionsForm</name>
    <message>
        <location filename="../ui/new_task/options/chosen.py" line="139"/>
        <source>It is one of: {choices}.</source>
        <translation>Möglich sind: {choices}.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/chosen.py" line="141"/>
        <source>It is on or off.</source>
        <translation>Möglich ist „an“ oder „aus“.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/chosen.py" line="146"/>
        <source>a whole number</source>
        <translation>eine ganze Zahl</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/chosen.py" line="146"/>
        <source>a number</source>
        <translation>eine Zahl</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/chosen.py" line="149"/>
        <source>Enter {number} from {low} to {high}.</source>
        <translation>Geben Sie {number} von {low} bis {high} ein.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/chosen.py" line="151"/>
        <source>Enter {number} between {low} and {high}.</source>
        <translation>Geben Sie {number} zwischen {low} und {high} ein.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/chosen.py" line="153"/>
        <source>Enter {number} above {low}.</source>
        <translation>Geben Sie {number} über {low} ein.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/chosen.py" line="154"/>
        <source>Enter {number}, {low} or more.</source>
        <translation>Geben Sie {number} ein, mindestens {low}.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/chosen.py" line="156"/>
        <source>Enter {number} below {high}.</source>
        <translation>Geben Sie {number} unter {high} ein.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/chosen.py" line="157"/>
        <source>Enter {number}, {high} or less.</source>
        <translation>Geben Sie {number} ein, höchstens {high}.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/chosen.py" line="159"/>
        <source>Enter {number}.</source>
        <translation>Geben Sie {number} ein.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/form.py" line="80"/>
        <source>{option}: {problem}</source>
        <translation>{option}: {problem}</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/form.py" line="125"/>
        <source>Search options</source>
        <translation>Optionen suchen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/form.py" line="131"/>
        <source>Show only what differs from the defaults</source>
        <translation>Nur zeigen, was vom Standard abweicht</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/form.py" line="136"/>
        <source>Set all options back to their defaults</source>
        <translation>Alle Optionen auf den Standard zurücksetzen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/form.py" line="137"/>
        <source>Reset all options</source>
        <translation>Alle Optionen zurücksetzen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/form.py" line="243"/>
        <source>The options of the processing node are not known.</source>
        <translation>Die Optionen des Verarbeitungsknotens sind nicht bekannt.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/form.py" line="245"/>
        <source>No option matches. Try another word, such as “resolution” or “quality”.</source>
        <translation>Keine Option passt. Versuchen Sie ein anderes Wort, etwa „Auflösung“ oder „Qualität“.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/form.py" line="246"/>
        <source>All options are as the processing node has them.</source>
        <translation>Alle Optionen sind wie beim Verarbeitungsknoten.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/form.py" line="250"/>
        <source>Changed: {count}</source>
        <translation>Geändert: {count}</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/row.py" line="144"/>
        <source>Back to the default: {value}</source>
        <translation>Zurück zum Standard: {value}</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/row.py" line="145"/>
        <source>Reset {option}</source>
        <translation>{option} zurücksetzen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/row.py" line="152"/>
        <source>Show or hide the help</source>
        <translation>Hilfe ein- oder ausblenden</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/row.py" line="153"/>
        <source>Help on {option}</source>
        <translation>Hilfe zu {option}</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/row.py" line="205"/>
        <source>default: {value}</source>
        <translation>Standard: {value}</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/row.py" line="214"/>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/row.py" line="214"/>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/row.py" line="215"/>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/row.py" line="232"/>
        <source>The processing node gives no help on it.</source>
        <translation>Der Verarbeitungsknoten gibt dazu keine Hilfe.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/section.py" line="51"/>
        <source>{section} ({count} changed)</source>
        <translation>{section} ({count} geändert)</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/section.py" line="53"/>
        <source>{section} ({count})</source>
        <translation>{section} ({count})</translation>
    </message>
</context>
<context>
    <name>OptionsPage</name>
    <message>
        <location filename="../ui/options/page.py" line="46"/>
        <source>Add &amp;results to the map</source>
        <translation>Ergebnisse zur &amp;Karte hinzufügen</translation>
    </message>
    <message>
        <location filename="../ui/options/page.py" line="51"/>
        <source>System &amp;notification</source>
        <translation>System&amp;benachrichtigung</translation>
    </message>
    <message>
        <location filename="../ui/options/page.py" line="54"/>
        <source>The system shows a notification when a task ends while you work with another program.</source>
        <translation>Das System zeigt eine Benachrichtigung, wenn eine Aufgabe endet, während Sie mit einem anderen Programm arbeiten.</translation>
    </message>
    <message>
        <location filename="../ui/options/page.py" line="85"/>
        <source>Keeping the settings</source>
        <translation>Einstellungen werden gespeichert</translation>
    </message>
    <message>
        <location filename="../ui/options/page.py" line="88"/>
        <source>When a task is finished</source>
        <translation>Wenn eine Aufgabe fertig ist</translation>
    </message>
    <message>
        <location filename="../ui/options/page.py" line="100"/>
        <source>Settings of Nadir</source>
        <translation>Einstellungen von Nadir</translation>
    </message>
    <message>
        <location filename="../ui/options/page.py" line="49"/>
        <source>When a task that was started here is completed, what Add to map adds is loaded by itself.</source>
        <translation>Wenn eine hier gestartete Aufgabe abgeschlossen ist, wird von selbst geladen, was „Zur Karte hinzufügen“ hinzufügt.</translation>
    </message>
</context>
<context>
    <name>OptionsStep</name>
    <message>
        <location filename="../ui/new_task/options/step.py" line="123"/>
        <source>The server’s processing options are being looked at.</source>
        <translation>Die Verarbeitungsoptionen des Servers werden abgerufen.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/step.py" line="237"/>
        <source>from the layer {layer}</source>
        <translation>aus dem Layer {layer}</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/step.py" line="245"/>
        <source>The options of the processing nodes are not known to your account. These are the usual ones of OpenDroneMap.</source>
        <translation>Ihr Konto kennt die Optionen der Verarbeitungsknoten nicht. Dies sind die üblichen von OpenDroneMap.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/step.py" line="157"/>
        <source>Node, boundary, control points, size, alignment</source>
        <translation>Knoten, Begrenzung, Passpunkte, Größe, Ausrichtung</translation>
    </message>
</context>
<context>
    <name>Overview</name>
    <message>
        <location filename="../ui/details/overview.py" line="41"/>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <location filename="../ui/details/overview.py" line="43"/>
        <source>Processing</source>
        <translation>Verarbeitung läuft</translation>
    </message>
    <message>
        <location filename="../ui/details/overview.py" line="45"/>
        <source>Options</source>
        <translation>Optionen</translation>
    </message>
    <message>
        <location filename="../ui/details/overview.py" line="45"/>
        <source>All as the processing node has them by default.</source>
        <translation>Alle wie im Standard des Verarbeitungsknotens.</translation>
    </message>
    <message>
        <location filename="../ui/details/overview.py" line="89"/>
        <source>Show console</source>
        <translation>Konsole anzeigen</translation>
    </message>
    <message>
        <location filename="../ui/details/overview.py" line="96"/>
        <source>Copy all</source>
        <translation>Alles kopieren</translation>
    </message>
    <message>
        <location filename="../ui/details/overview.py" line="98"/>
        <source>Copy all of this as text</source>
        <translation>All dies als Text kopieren</translation>
    </message>
    <message>
        <location filename="../ui/details/overview.py" line="36"/>
        <source>Overview of the task</source>
        <translation>Überblick über die Aufgabe</translation>
    </message>
</context>
<context>
    <name>PhotoList</name>
    <message>
        <location filename="../ui/new_task/photos/photo_list.py" line="30"/>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/photo_list.py" line="31"/>
        <source>Space leaves the selected photos out or brings them back.</source>
        <translation>Die Leertaste lässt die gewählten Fotos weg oder nimmt sie wieder auf.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/photo_list.py" line="98"/>
        <source>Leave out</source>
        <translation>Weglassen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/photo_list.py" line="100"/>
        <source>Bring back</source>
        <translation>Wieder aufnehmen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/photo_list.py" line="105"/>
        <source>Show on the map</source>
        <translation>Auf der Karte zeigen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/photo_list.py" line="110"/>
        <source>Open photo</source>
        <translation>Foto öffnen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/photo_list.py" line="111"/>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/photo_list.py" line="114"/>
        <source>Take “{folder}” off the list</source>
        <translation>„{folder}“ aus der Liste nehmen</translation>
    </message>
</context>
<context>
    <name>PhotoModel</name>
    <message>
        <location filename="../ui/new_task/photos/model.py" line="209"/>
        <source>left out</source>
        <translation>weggelassen</translation>
    </message>
</context>
<context>
    <name>PhotoScan</name>
    <message>
        <location filename="../ui/new_task/photos/scan.py" line="78"/>
        <source>Reading photos</source>
        <translation>Fotos werden gelesen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/scan.py" line="81"/>
        <source>Looking for blurred photos</source>
        <translation>Suche nach unscharfen Fotos</translation>
    </message>
</context>
<context>
    <name>PhotosStep</name>
    <message>
        <location filename="../ui/new_task/photos/step.py" line="80"/>
        <source>The photos are still being read.</source>
        <translation>Die Fotos werden noch gelesen.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/step.py" line="82"/>
        <source>Add photos first.</source>
        <translation>Fügen Sie zuerst Fotos hinzu.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/step.py" line="84"/>
        <source>None of the photos can be used.</source>
        <translation>Keines der Fotos ist verwendbar.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/step.py" line="86"/>
        <source>All photos are left out.</source>
        <translation>Alle Fotos sind weggelassen.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/step.py" line="88"/>
        <source>At least two photos that overlap are needed.</source>
        <translation>Es braucht mindestens zwei Fotos, die sich überlappen.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/step.py" line="187"/>
        <source>Add a folder of photos</source>
        <translation>Ordner mit Fotos hinzufügen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/step.py" line="193"/>
        <source>Add photos</source>
        <translation>Fotos hinzufügen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/step.py" line="195"/>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/step.py" line="219"/>
        <source>Keeping the folder</source>
        <translation>Ordner wird gemerkt</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/step.py" line="225"/>
        <source>These folders could not be opened: {names}</source>
        <translation>Diese Ordner konnten nicht geöffnet werden: {names}</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/step.py" line="227"/>
        <source>There are no photos (JPEG or TIFF) in what was added.</source>
        <translation>Im Hinzugefügten sind keine Fotos (JPEG oder TIFF).</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/step.py" line="237"/>
        <source>All photos</source>
        <translation>Alle Fotos</translation>
    </message>
</context>
<context>
    <name>PresetBar</name>
    <message>
        <location filename="../ui/new_task/options/preset_bar.py" line="38"/>
        <source>Preset</source>
        <translation>Voreinstellung</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/preset_bar.py" line="42"/>
        <source>&amp;Preset</source>
        <translation>&amp;Voreinstellung</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/preset_bar.py" line="46"/>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/preset_bar.py" line="47"/>
        <source>Save, update or delete presets</source>
        <translation>Voreinstellungen speichern, aktualisieren oder löschen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/preset_bar.py" line="99"/>
        <source>&amp;Save as preset…</source>
        <translation>Als Voreinstellung &amp;speichern …</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/preset_bar.py" line="122"/>
        <source>&amp;Update “{name}”</source>
        <translation>„{name}“ &amp;aktualisieren</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/preset_bar.py" line="125"/>
        <source>&amp;Back to “{name}”</source>
        <translation>&amp;Zurück zu „{name}“</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/preset_bar.py" line="127"/>
        <source>&amp;Delete “{name}”…</source>
        <translation>„{name}“ &amp;löschen …</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/preset_bar.py" line="132"/>
        <source>My last changes</source>
        <translation>Meine letzten Änderungen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/preset_bar.py" line="140"/>
        <source>The node’s defaults</source>
        <translation>Standard des Knotens</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/preset_bar.py" line="155"/>
        <source>{preset} (changed)</source>
        <translation>{preset} (geändert)</translation>
    </message>
</context>
<context>
    <name>PresetDialog</name>
    <message>
        <location filename="../ui/new_task/options/preset_dialog.py" line="27"/>
        <source>Save as preset</source>
        <translation>Als Voreinstellung speichern</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/preset_dialog.py" line="34"/>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/preset_dialog.py" line="52"/>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/preset_dialog.py" line="52"/>
        <source>&amp;Replace</source>
        <translation>&amp;Ersetzen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/preset_dialog.py" line="57"/>
        <source>“{name}” is a preset of the server, which stays as it is. Choose another name.</source>
        <translation>„{name}“ ist eine Voreinstellung des Servers, die bleibt, wie sie ist. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/preset_dialog.py" line="60"/>
        <source>You have a preset “{name}”. Its options are replaced.</source>
        <translation>Sie haben eine Voreinstellung „{name}“. Ihre Optionen werden ersetzt.</translation>
    </message>
</context>
<context>
    <name>Presets</name>
    <message>
        <location filename="../ui/new_task/options/presets.py" line="44"/>
        <source>My {preset}</source>
        <translation>{preset} (eigene)</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/presets.py" line="68"/>
        <source>The preset “{name}” was saved.</source>
        <translation>Die Voreinstellung „{name}“ wurde gespeichert.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/presets.py" line="76"/>
        <source>Delete the preset {name}?</source>
        <translation>Die Voreinstellung {name} löschen?</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/presets.py" line="76"/>
        <source>Tasks that were made with it stay as they are.</source>
        <translation>Aufgaben, die mit ihr erstellt wurden, bleiben, wie sie sind.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/presets.py" line="76"/>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/presets.py" line="94"/>
        <source>The preset “{name}” was deleted.</source>
        <translation>Die Voreinstellung „{name}“ wurde gelöscht.</translation>
    </message>
</context>
<context>
    <name>ProcessPhotos</name>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="94"/>
        <source>Process photos</source>
        <translation>Fotos verarbeiten</translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="105"/>
        <source>drone,uav,photogrammetry,orthophoto,orthomosaic,dsm,dtm,point cloud,photos,images</source>
        <translation>Drohne,UAV,Photogrammetrie,Orthofoto,Orthomosaik,DOM,DGM,DSM,DTM,Punktwolke,Fotos,Luftbilder</translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="132"/>
        <source>Folder of photos</source>
        <translation>Ordner mit Fotos</translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="135"/>
        <source>Process on</source>
        <translation>Verarbeiten auf</translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="143"/>
        <source>Name of the task</source>
        <translation>Name der Aufgabe</translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="147"/>
        <source>Products</source>
        <translation>Produkte</translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="151"/>
        <source>Add the products to the map</source>
        <translation>Produkte zur Karte hinzufügen</translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="156"/>
        <source>Folder of products</source>
        <translation>Ordner für Produkte</translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="164"/>
        <source>Id of the task</source>
        <translation>ID der Aufgabe</translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="181"/>
        <source>The algorithm was not prepared.</source>
        <translation>Der Algorithmus wurde nicht vorbereitet.</translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="197"/>
        <source>No product is chosen.</source>
        <translation>Es ist kein Produkt gewählt.</translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="197"/>
        <source>Choose at least one.</source>
        <translation>Wählen Sie mindestens eines.</translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="232"/>
        <source>Looking at the photos</source>
        <translation>Fotos werden geprüft</translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="234"/>
        <source>Connecting</source>
        <translation>Verbindung wird hergestellt</translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="239"/>
        <source>Downloading the products</source>
        <translation>Produkte werden heruntergeladen</translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="272"/>
        <source>Uploading {count} photos</source>
        <translation>{count} Fotos werden hochgeladen</translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="280"/>
        <source>Processing</source>
        <translation>Verarbeitung läuft</translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="283"/>
        <source>The task did not complete: {reason}</source>
        <translation>Die Aufgabe wurde nicht abgeschlossen: {reason}</translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="283"/>
        <source>The lines above say more.</source>
        <translation>Die Zeilen darüber sagen mehr.</translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="354"/>
        <source>The task has no {product}.</source>
        <translation>Der Aufgabe fehlt: {product}.</translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="98"/>
        <source>Makes orthophoto, surface and terrain model and point cloud from a folder of drone photos.</source>
        <translation>Erzeugt Orthofoto, Oberflächen- und Geländemodell und Punktwolke aus einem Ordner mit Drohnenfotos.</translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="115"/>
        <source>Uploads the photos of a folder to a server compatible with WebODM software or to the local server of this computer, waits until they are processed, and puts the products into a folder: orthophoto.tif, dsm.tif, dtm.tif and the point cloud.

The local server has to be set up once: open the Nadir panel and click This computer. Servers are those that were saved in the panel with their log-in.

Photos without a position are processed, but give no georeferenced products. Cancelling also cancels the task on the server.</source>
        <translation>Lädt die Fotos eines Ordners auf einen Server, der zur WebODM-Software kompatibel ist, oder auf den lokalen Server dieses Computers hoch, wartet, bis sie verarbeitet sind, und legt die Produkte in einem Ordner ab: orthophoto.tif, dsm.tif, dtm.tif und die Punktwolke.

Der lokale Server muss einmal eingerichtet werden: Öffnen Sie das Nadir-Bedienfeld und klicken Sie auf „Dieser Computer“. Zur Wahl stehen die Server, die im Bedienfeld mit ihrer Anmeldung gespeichert wurden.

Fotos ohne Position werden verarbeitet, ergeben aber keine georeferenzierten Produkte. Abbrechen bricht auch die Aufgabe auf dem Server ab.</translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="319"/>
        <source>The point cloud comes as a file only: the server has no EPT of it.</source>
        <translation>Die Punktwolke kommt nur als Datei: Der Server hat kein EPT davon.</translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="321"/>
        <source>It is not added to the map, as this QGIS opens no LAZ files.</source>
        <translation>Sie wird nicht zur Karte hinzugefügt, da dieses QGIS keine LAZ-Dateien öffnet.</translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="352"/>
        <source>The task has no {product}: its photos have no position.</source>
        <translation>Die Aufgabe hat kein Produkt „{product}“: Die Fotos haben keine Position.</translation>
    </message>
</context>
<context>
    <name>ProjectPage</name>
    <message>
        <location filename="../ui/details/project_page.py" line="43"/>
        <source>In all</source>
        <translation>Insgesamt</translation>
    </message>
    <message>
        <location filename="../ui/details/project_page.py" line="43"/>
        <source>No tasks yet. Drop a folder of photos here to begin.</source>
        <translation>Noch keine Aufgaben. Legen Sie zum Beginnen einen Ordner mit Fotos hier ab.</translation>
    </message>
    <message>
        <location filename="../ui/details/project_page.py" line="45"/>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <location filename="../ui/details/project_page.py" line="55"/>
        <source>Project without a name</source>
        <translation>Projekt ohne Namen</translation>
    </message>
    <message>
        <location filename="../ui/details/project_page.py" line="57"/>
        <source>No description</source>
        <translation>Keine Beschreibung</translation>
    </message>
</context>
<context>
    <name>ProjectsPage</name>
    <message>
        <location filename="../ui/projects_page.py" line="110"/>
        <source>Verbs for the selection</source>
        <translation>Befehle für die Auswahl</translation>
    </message>
    <message>
        <location filename="../ui/projects_page.py" line="215"/>
        <source>Adding “{name}” to the map</source>
        <translation>„{name}“ wird zur Karte hinzugefügt</translation>
    </message>
</context>
<context>
    <name>RateMenu</name>
    <message>
        <location filename="../ui/uploads/rate_menu.py" line="28"/>
        <source>No limit</source>
        <translation>Keine Grenze</translation>
    </message>
    <message>
        <location filename="../ui/uploads/rate_menu.py" line="50"/>
        <source>Other…</source>
        <translation>Andere …</translation>
    </message>
    <message>
        <location filename="../ui/uploads/rate_menu.py" line="50"/>
        <source>Other ({speed})…</source>
        <translation>Andere ({speed}) …</translation>
    </message>
    <message>
        <location filename="../ui/uploads/rate_menu.py" line="68"/>
        <source>Speed limit</source>
        <translation>Geschwindigkeitsgrenze</translation>
    </message>
    <message>
        <location filename="../ui/uploads/rate_menu.py" line="69"/>
        <source>Megabytes a second at most:</source>
        <translation>Höchstens Megabyte pro Sekunde:</translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message>
        <location filename="../ui/details/saving.py" line="47"/>
        <source>Remembering the folder</source>
        <translation>Ordner wird gemerkt</translation>
    </message>
</context>
<context>
    <name>ScanRow</name>
    <message>
        <location filename="../ui/new_task/photos/head.py" line="162"/>
        <source>Stop reading; what was read stays</source>
        <translation>Lesen beenden; Gelesenes bleibt</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/head.py" line="162"/>
        <source>Do not look for blurred photos</source>
        <translation>Nicht nach unscharfen Fotos suchen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/head.py" line="175"/>
        <source>Reading photos…</source>
        <translation>Fotos werden gelesen…</translation>
    </message>
    <message>
        <location filename="../ui/new_task/photos/head.py" line="176"/>
        <source>Looking for blurred photos…</source>
        <translation>Suche nach unscharfen Fotos…</translation>
    </message>
</context>
<context>
    <name>ServerDialog</name>
    <message>
        <location filename="../ui/connections/server_dialog.py" line="74"/>
        <source>&amp;Keep in QGIS&apos;s authentication database</source>
        <translation>In der Authentifizierungsdatenbank von QGIS &amp;speichern</translation>
    </message>
    <message>
        <location filename="../ui/connections/server_dialog.py" line="90"/>
        <source>Checking address and log-in</source>
        <translation>Adresse und Anmeldung werden geprüft</translation>
    </message>
    <message>
        <location filename="../ui/connections/server_dialog.py" line="96"/>
        <source>&amp;Connect</source>
        <translation>&amp;Verbinden</translation>
    </message>
    <message>
        <location filename="../ui/connections/server_dialog.py" line="96"/>
        <source>&amp;Log in</source>
        <translation>An&amp;melden</translation>
    </message>
    <message>
        <location filename="../ui/connections/server_dialog.py" line="109"/>
        <source>&amp;Address:</source>
        <translation>&amp;Adresse:</translation>
    </message>
    <message>
        <location filename="../ui/connections/server_dialog.py" line="113"/>
        <source>Add server</source>
        <translation>Server hinzufügen</translation>
    </message>
    <message>
        <location filename="../ui/connections/server_dialog.py" line="114"/>
        <source>&amp;Name:</source>
        <translation>&amp;Name:</translation>
    </message>
    <message>
        <location filename="../ui/connections/server_dialog.py" line="117"/>
        <source>Log in to {name}</source>
        <translation>Bei {name} anmelden</translation>
    </message>
    <message>
        <location filename="../ui/connections/server_dialog.py" line="120"/>
        <source>&amp;User:</source>
        <translation>&amp;Benutzer:</translation>
    </message>
    <message>
        <location filename="../ui/connections/server_dialog.py" line="121"/>
        <source>&amp;Password:</source>
        <translation>&amp;Passwort:</translation>
    </message>
    <message>
        <location filename="../ui/connections/server_dialog.py" line="129"/>
        <source>Works with servers compatible with WebODM software.</source>
        <translation>Arbeitet mit Servern, die zur WebODM-Software kompatibel sind.</translation>
    </message>
    <message>
        <location filename="../ui/connections/server_dialog.py" line="143"/>
        <source>as you like to call it</source>
        <translation>frei wählbar</translation>
    </message>
    <message>
        <location filename="../ui/connections/server_dialog.py" line="146"/>
        <source>Fill in address, user and password.</source>
        <translation>Geben Sie Adresse, Benutzer und Passwort ein.</translation>
    </message>
    <message>
        <location filename="../ui/connections/server_dialog.py" line="153"/>
        <source>Server: {address}</source>
        <translation>Server: {address}</translation>
    </message>
    <message>
        <location filename="../ui/connections/server_dialog.py" line="155"/>
        <source>Not encrypted: others on the way could read your password.</source>
        <translation>Nicht verschlüsselt: Andere könnten Ihr Passwort unterwegs mitlesen.</translation>
    </message>
</context>
<context>
    <name>ServerLink</name>
    <message>
        <location filename="../core/server.py" line="101"/>
        <source>Connecting…</source>
        <translation>Wird verbunden…</translation>
    </message>
    <message>
        <location filename="../core/server.py" line="196"/>
        <source>Logging in to {name}</source>
        <translation>Anmeldung bei {name} läuft</translation>
    </message>
</context>
<context>
    <name>ServerPane</name>
    <message>
        <location filename="../ui/connections/server_pane.py" line="87"/>
        <source>Progress of connecting</source>
        <translation>Fortschritt des Verbindens</translation>
    </message>
    <message>
        <location filename="../ui/connections/server_pane.py" line="148"/>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <location filename="../ui/connections/server_pane.py" line="96"/>
        <source>Log in…</source>
        <translation>Anmelden …</translation>
    </message>
    <message>
        <location filename="../ui/connections/server_pane.py" line="153"/>
        <source>Log out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <location filename="../ui/connections/server_pane.py" line="100"/>
        <source>Rename…</source>
        <translation>Umbenennen …</translation>
    </message>
    <message>
        <location filename="../ui/connections/server_pane.py" line="102"/>
        <source>Forget…</source>
        <translation>Entfernen …</translation>
    </message>
    <message>
        <location filename="../ui/connections/server_pane.py" line="115"/>
        <source>Address:</source>
        <translation>Adresse:</translation>
    </message>
    <message>
        <location filename="../ui/connections/server_pane.py" line="116"/>
        <source>Account:</source>
        <translation>Konto:</translation>
    </message>
    <message>
        <location filename="../ui/connections/server_pane.py" line="148"/>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <location filename="../ui/connections/server_pane.py" line="153"/>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <location filename="../ui/connections/server_pane.py" line="159"/>
        <source>kept in QGIS&apos;s authentication database</source>
        <translation>in der Authentifizierungsdatenbank von QGIS gespeichert</translation>
    </message>
    <message>
        <location filename="../ui/connections/server_pane.py" line="160"/>
        <source>not kept, asked for each time</source>
        <translation>nicht gespeichert, wird jedes Mal abgefragt</translation>
    </message>
    <message>
        <location filename="../ui/connections/server_pane.py" line="178"/>
        <source>Rename server</source>
        <translation>Server umbenennen</translation>
    </message>
    <message>
        <location filename="../ui/connections/server_pane.py" line="179"/>
        <source>&amp;Name:</source>
        <translation>&amp;Name:</translation>
    </message>
    <message>
        <location filename="../ui/connections/server_pane.py" line="189"/>
        <source>Forget the server “{name}” and its log-in?</source>
        <translation>Den Server „{name}“ und seine Anmeldung entfernen?</translation>
    </message>
    <message>
        <location filename="../ui/connections/server_pane.py" line="190"/>
        <source>Nothing changes on the server. Uploads from here that are not finished cannot go on.</source>
        <translation>Auf dem Server ändert sich nichts. Unfertige Uploads von hier können nicht fortgesetzt werden.</translation>
    </message>
    <message>
        <location filename="../ui/connections/server_pane.py" line="191"/>
        <source>Forget server</source>
        <translation>Server entfernen</translation>
    </message>
    <message>
        <location filename="../ui/connections/server_pane.py" line="48"/>
        <source>Server</source>
        <translation>Server</translation>
    </message>
</context>
<context>
    <name>ServerUploads</name>
    <message>
        <location filename="../ui/uploads/server_uploads.py" line="93"/>
        <source>Discard the upload of “{name}” and remove its half-made task from {server}?</source>
        <translation>Den Upload von „{name}“ verwerfen und die halb fertige Aufgabe von {server} entfernen?</translation>
    </message>
    <message>
        <location filename="../ui/uploads/server_uploads.py" line="94"/>
        <source>{photos} were sent already. The photos on your disk stay where they are.</source>
        <translation>Schon gesendet: {photos}. Die Fotos auf Ihrem Laufwerk bleiben, wo sie sind.</translation>
    </message>
    <message>
        <location filename="../ui/uploads/server_uploads.py" line="104"/>
        <source>Discard upload</source>
        <translation>Upload verwerfen</translation>
    </message>
    <message>
        <location filename="../ui/uploads/server_uploads.py" line="164"/>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <location filename="../ui/uploads/server_uploads.py" line="166"/>
        <source>Go on without them</source>
        <translation>Ohne sie fortsetzen</translation>
    </message>
    <message>
        <location filename="../ui/uploads/server_uploads.py" line="185"/>
        <source>“{name}” has all its photos already: {state}.</source>
        <translation>„{name}“ hat schon alle Fotos: {state}.</translation>
    </message>
    <message>
        <location filename="../ui/uploads/server_uploads.py" line="191"/>
        <source>“{name}” was kept, since it has all its photos by now: {state}.</source>
        <translation>„{name}“ wurde behalten, da inzwischen alle Fotos da sind: {state}.</translation>
    </message>
    <message>
        <location filename="../ui/uploads/server_uploads.py" line="202"/>
        <source>Remembering the speed</source>
        <translation>Geschwindigkeit wird gemerkt</translation>
    </message>
    <message>
        <location filename="../ui/uploads/server_uploads.py" line="210"/>
        <source>Remembering the speed limit</source>
        <translation>Geschwindigkeitsgrenze wird gemerkt</translation>
    </message>
    <message>
        <location filename="../ui/uploads/server_uploads.py" line="169"/>
        <source>Change and try again</source>
        <translation>Ändern und noch einmal versuchen</translation>
    </message>
</context>
<context>
    <name>Servers</name>
    <message>
        <location filename="../core/servers.py" line="59"/>
        <source>Remembering the servers</source>
        <translation>Server werden gemerkt</translation>
    </message>
    <message>
        <location filename="../core/servers.py" line="61"/>
        <source>This computer</source>
        <translation>Dieser Computer</translation>
    </message>
</context>
<context>
    <name>ServersGroup</name>
    <message>
        <location filename="../ui/options/servers_group.py" line="22"/>
        <source>Servers</source>
        <translation>Server</translation>
    </message>
    <message>
        <location filename="../ui/options/servers_group.py" line="27"/>
        <source>Saved servers</source>
        <translation>Gespeicherte Server</translation>
    </message>
    <message>
        <location filename="../ui/options/servers_group.py" line="36"/>
        <source>Add, log in to and forget servers in the Nadir panel.</source>
        <translation>Im Nadir-Bedienfeld können Sie Server hinzufügen, sich anmelden und Server entfernen.</translation>
    </message>
    <message>
        <location filename="../ui/options/servers_group.py" line="36"/>
        <source>No server is saved yet. Add one in the Nadir panel, with Add server.</source>
        <translation>Noch ist kein Server gespeichert. Legen Sie im Nadir-Bedienfeld mit „Server hinzufügen“ einen an.</translation>
    </message>
</context>
<context>
    <name>SetUpPage</name>
    <message>
        <location filename="../ui/this_computer/set_up_page.py" line="33"/>
        <source>Other folder…</source>
        <translation>Anderer Ordner …</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/set_up_page.py" line="35"/>
        <source>Choose the folder for photos and results</source>
        <translation>Ordner für Fotos und Ergebnisse wählen</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/set_up_page.py" line="49"/>
        <source>&amp;Download and set up</source>
        <translation>&amp;Herunterladen und einrichten</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/set_up_page.py" line="40"/>
        <source>Look &amp;again</source>
        <translation>&amp;Erneut prüfen</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/set_up_page.py" line="47"/>
        <source>Nadir has become newer than its local server, which has to be set up again. Your projects and photos stay.</source>
        <translation>Nadir ist neuer als sein lokaler Server, der deshalb neu eingerichtet werden muss. Ihre Projekte und Fotos bleiben.</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/set_up_page.py" line="49"/>
        <source>&amp;Download and update</source>
        <translation>&amp;Herunterladen und aktualisieren</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/set_up_page.py" line="63"/>
        <source>Looking at this computer…</source>
        <translation>Dieser Computer wird geprüft…</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/set_up_page.py" line="86"/>
        <source>Photos and results:</source>
        <translation>Fotos und Ergebnisse:</translation>
    </message>
</context>
<context>
    <name>SeveralPage</name>
    <message>
        <location filename="../ui/details/several_page.py" line="25"/>
        <source>In all</source>
        <translation>Insgesamt</translation>
    </message>
    <message>
        <location filename="../ui/details/several_page.py" line="27"/>
        <source>Verbs in the tool bar and in the context menu act on all of them.</source>
        <translation>Befehle in der Werkzeugleiste und im Kontextmenü wirken auf alle.</translation>
    </message>
    <message>
        <location filename="../ui/details/several_page.py" line="34"/>
        <source>1 project</source>
        <translation>1 Projekt</translation>
    </message>
    <message>
        <location filename="../ui/details/several_page.py" line="34"/>
        <source>{n} projects</source>
        <translation>{n} Projekte</translation>
    </message>
    <message>
        <location filename="../ui/details/several_page.py" line="36"/>
        <source>1 server</source>
        <translation>1 Server</translation>
    </message>
    <message>
        <location filename="../ui/details/several_page.py" line="36"/>
        <source>{n} servers</source>
        <translation>{n} Server</translation>
    </message>
    <message>
        <location filename="../ui/details/several_page.py" line="38"/>
        <source>Selected: {what}</source>
        <translation>Ausgewählt: {what}</translation>
    </message>
</context>
<context>
    <name>ShareDialog</name>
    <message>
        <location filename="../ui/actions/share_dialog.py" line="169"/>
        <source>Share “{name}”</source>
        <translation>„{name}“ teilen</translation>
    </message>
    <message>
        <location filename="../ui/actions/share_dialog.py" line="170"/>
        <source>Share</source>
        <translation>Teilen</translation>
    </message>
    <message>
        <location filename="../ui/actions/share_dialog.py" line="177"/>
        <source>Asking the server who uses this project…</source>
        <translation>Server wird gefragt, wer dieses Projekt nutzt…</translation>
    </message>
    <message>
        <location filename="../ui/actions/share_dialog.py" line="182"/>
        <source>Add: new tasks. Change: everything but deleting. Without View, access ends.</source>
        <translation>Hinzufügen: neue Aufgaben. Ändern: alles außer Löschen. Ohne Ansehen endet der Zugriff.</translation>
    </message>
    <message>
        <location filename="../ui/actions/share_dialog.py" line="197"/>
        <source>User or group</source>
        <translation>Benutzer oder Gruppe</translation>
    </message>
    <message>
        <location filename="../ui/actions/share_dialog.py" line="198"/>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <location filename="../ui/actions/share_dialog.py" line="199"/>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <location filename="../ui/actions/share_dialog.py" line="202"/>
        <source>Name of the user or group</source>
        <translation>Name des Benutzers oder der Gruppe</translation>
    </message>
    <message>
        <location filename="../ui/actions/share_dialog.py" line="203"/>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <location filename="../ui/actions/share_dialog.py" line="237"/>
        <source>&amp;Add user</source>
        <translation>Benutzer &amp;hinzufügen</translation>
    </message>
    <message>
        <location filename="../ui/actions/share_dialog.py" line="237"/>
        <source>&amp;Add group</source>
        <translation>Gruppe &amp;hinzufügen</translation>
    </message>
    <message>
        <location filename="../ui/actions/share_dialog.py" line="254"/>
        <source>Exact name</source>
        <translation>Genauer Name</translation>
    </message>
</context>
<context>
    <name>SizeChoice</name>
    <message>
        <location filename="../ui/new_task/options/size_choice.py" line="28"/>
        <source>Size of the photos</source>
        <translation>Größe der Fotos</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/size_choice.py" line="31"/>
        <source>As they are</source>
        <translation>Wie sie sind</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/size_choice.py" line="32"/>
        <source>Smaller before the upload</source>
        <translation>Vor dem Hochladen kleiner</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/size_choice.py" line="33"/>
        <source>Smaller on the server</source>
        <translation>Auf dem Server kleiner</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/size_choice.py" line="39"/>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/size_choice.py" line="41"/>
        <source>Longest side in pixels</source>
        <translation>Längste Seite in Pixeln</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/size_choice.py" line="43"/>
        <source>&amp;Longest side</source>
        <translation>&amp;Längste Seite</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/size_choice.py" line="79"/>
        <source>Ground control points count the pixels of the photos as they are. Make them smaller on the server instead.</source>
        <translation>Passpunkte zählen die Pixel der unveränderten Fotos. Verkleinern Sie die Fotos stattdessen auf dem Server.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/size_choice.py" line="97"/>
        <source>None of the photos is larger than that: they stay as they are.</source>
        <translation>Keines der Fotos ist größer: Sie bleiben, wie sie sind.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/size_choice.py" line="108"/>
        <source>All of each photo is uploaded. Saves time and memory while it is processed; results are less detailed.</source>
        <translation>Die Fotos werden in voller Größe hochgeladen. Spart Zeit und Speicher beim Verarbeiten; die Ergebnisse sind weniger detailliert.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/size_choice.py" line="110"/>
        <source>The most detailed results.</source>
        <translation>Die detailliertesten Ergebnisse.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/size_choice.py" line="112"/>
        <source>Saves time for the upload too; results are less detailed.</source>
        <translation>Spart auch Zeit beim Hochladen; die Ergebnisse sind weniger detailliert.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/size_choice.py" line="115"/>
        <source>About {after} to upload instead of {before}.</source>
        <translation>Etwa {after} hochzuladen statt {before}.</translation>
    </message>
</context>
<context>
    <name>Skeleton</name>
    <message>
        <location filename="../ui/details/skeleton.py" line="22"/>
        <source>Loading</source>
        <translation>Wird geladen</translation>
    </message>
</context>
<context>
    <name>Stages</name>
    <message>
        <location filename="../ui/actions/stages.py" line="35"/>
        <source>Loading the photos</source>
        <translation>Laden der Fotos</translation>
    </message>
    <message>
        <location filename="../ui/actions/stages.py" line="36"/>
        <source>Splitting</source>
        <translation>Aufteilen</translation>
    </message>
    <message>
        <location filename="../ui/actions/stages.py" line="37"/>
        <source>Merging</source>
        <translation>Zusammenführen</translation>
    </message>
    <message>
        <location filename="../ui/actions/stages.py" line="38"/>
        <source>Camera positions</source>
        <translation>Kamerapositionen</translation>
    </message>
    <message>
        <location filename="../ui/actions/stages.py" line="39"/>
        <source>Dense point cloud</source>
        <translation>Dichte Punktwolke</translation>
    </message>
    <message>
        <location filename="../ui/actions/stages.py" line="40"/>
        <source>Filtering of points</source>
        <translation>Filtern der Punkte</translation>
    </message>
    <message>
        <location filename="../ui/actions/stages.py" line="41"/>
        <source>Meshing</source>
        <translation>Vermaschung</translation>
    </message>
    <message>
        <location filename="../ui/actions/stages.py" line="42"/>
        <source>Texturing</source>
        <translation>Texturierung</translation>
    </message>
    <message>
        <location filename="../ui/actions/stages.py" line="43"/>
        <source>Georeferencing</source>
        <translation>Georeferenzierung</translation>
    </message>
    <message>
        <location filename="../ui/actions/stages.py" line="44"/>
        <source>Surface and terrain models</source>
        <translation>Oberflächen- und Geländemodelle</translation>
    </message>
    <message>
        <location filename="../ui/actions/stages.py" line="45"/>
        <source>Orthophoto</source>
        <translation>Orthofoto</translation>
    </message>
    <message>
        <location filename="../ui/actions/stages.py" line="46"/>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <location filename="../ui/actions/stages.py" line="47"/>
        <source>Finishing</source>
        <translation>Abschluss</translation>
    </message>
    <message>
        <location filename="../ui/actions/stages.py" line="50"/>
        <source>{words} ({stage})</source>
        <translation>{words} ({stage})</translation>
    </message>
</context>
<context>
    <name>StatusPage</name>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="43"/>
        <source>–</source>
        <translation>–</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="48"/>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="91"/>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="93"/>
        <source>Move…</source>
        <translation>Verschieben …</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="54"/>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="63"/>
        <source>nothing, it is stopped</source>
        <translation>nichts, er ist beendet</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="65"/>
        <source>connect to see</source>
        <translation>nach dem Verbinden zu sehen</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="67"/>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="71"/>
        <source>Stop counting</source>
        <translation>Zählen beenden</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="71"/>
        <source>Count again</source>
        <translation>Neu zählen</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="76"/>
        <source>counting…</source>
        <translation>wird gezählt…</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="76"/>
        <source>not counted</source>
        <translation>nicht gezählt</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="92"/>
        <source>Stop</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="94"/>
        <source>Move photos and results to another folder</source>
        <translation>Fotos und Ergebnisse in anderen Ordner verschieben</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="95"/>
        <source>Remove…</source>
        <translation>Entfernen …</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="97"/>
        <source>Remove from this computer</source>
        <translation>Von diesem Computer entfernen</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="105"/>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="106"/>
        <source>Open the folder or a log</source>
        <translation>Ordner oder ein Protokoll öffnen</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="110"/>
        <source>Data folder</source>
        <translation>Datenordner</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="111"/>
        <source>Log of the server</source>
        <translation>Protokoll des Servers</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="112"/>
        <source>Log of the processing node</source>
        <translation>Protokoll des Verarbeitungsknotens</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="115"/>
        <source>&amp;Go on without QGIS</source>
        <translation>&amp;Ohne QGIS weitermachen</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="117"/>
        <source>With a tick, tasks that are being processed go on when QGIS is closed, and the local server ends by itself with the last of them. Without one they stop, and go on when it is started again.</source>
        <translation>Mit Haken gehen laufende Aufgaben weiter, wenn QGIS geschlossen wird, und der lokale Server beendet sich mit der letzten selbst. Ohne Haken halten sie an und gehen weiter, wenn er wieder gestartet wird.</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="136"/>
        <source>Works on:</source>
        <translation>Arbeitet an:</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="137"/>
        <source>Address:</source>
        <translation>Adresse:</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="138"/>
        <source>Version:</source>
        <translation>Version:</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="142"/>
        <source>Photos and results</source>
        <translation>Fotos und Ergebnisse</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="144"/>
        <source>Programs</source>
        <translation>Programme</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="163"/>
        <source>Another QGIS window uses it too, and it goes on there when you stop it here.</source>
        <translation>Ein anderes QGIS-Fenster nutzt ihn auch; dort läuft er weiter, wenn Sie ihn hier beenden.</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="165"/>
        <source>{n} other QGIS windows use it too, and it goes on there when you stop it here.</source>
        <translation>{n} andere QGIS-Fenster nutzen ihn auch; dort läuft er weiter, wenn Sie ihn hier beenden.</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="166"/>
        <source>All QGIS windows on this computer share it; it stops with the last of them.</source>
        <translation>Alle QGIS-Fenster auf diesem Computer teilen ihn sich; er endet mit dem letzten.</translation>
    </message>
</context>
<context>
    <name>StepBar</name>
    <message>
        <location filename="../ui/new_task/step_bar.py" line="69"/>
        <source>nothing is missing</source>
        <translation>nichts fehlt</translation>
    </message>
    <message>
        <location filename="../ui/new_task/step_bar.py" line="70"/>
        <source>Step {number}, {title}: {state}</source>
        <translation>Schritt {number}, {title}: {state}</translation>
    </message>
</context>
<context>
    <name>SummaryStep</name>
    <message>
        <location filename="../ui/new_task/summary.py" line="59"/>
        <source>Task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <location filename="../ui/new_task/summary.py" line="60"/>
        <source>Goes to</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <location filename="../ui/new_task/summary.py" line="61"/>
        <source>Sends</source>
        <translation>Sendet</translation>
    </message>
    <message>
        <location filename="../ui/new_task/summary.py" line="62"/>
        <source>Upload takes</source>
        <translation>Hochladen dauert</translation>
    </message>
    <message>
        <location filename="../ui/new_task/summary.py" line="63"/>
        <source>Processed by</source>
        <translation>Verarbeitet von</translation>
    </message>
    <message>
        <location filename="../ui/new_task/summary.py" line="64"/>
        <source>Makes</source>
        <translation>Erzeugt</translation>
    </message>
    <message>
        <location filename="../ui/new_task/summary.py" line="65"/>
        <source>Expect</source>
        <translation>Zu erwarten</translation>
    </message>
    <message>
        <location filename="../ui/new_task/summary.py" line="69"/>
        <source>&amp;Add the results to the map when they are there</source>
        <translation>Ergebnisse zur &amp;Karte hinzufügen, sobald sie da sind</translation>
    </message>
    <message>
        <location filename="../ui/new_task/summary.py" line="75"/>
        <source>Start upload</source>
        <translation>Hochladen starten</translation>
    </message>
    <message>
        <location filename="../ui/new_task/summary.py" line="83"/>
        <source>without a name yet</source>
        <translation>noch ohne Namen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/summary.py" line="166"/>
        <source>{server}, new project “{project}”</source>
        <translation>{server}, neues Projekt „{project}“</translation>
    </message>
    <message>
        <location filename="../ui/new_task/summary.py" line="166"/>
        <source>{server}, project “{project}”</source>
        <translation>{server}, Projekt „{project}“</translation>
    </message>
    <message>
        <location filename="../ui/new_task/summary.py" line="171"/>
        <source>no photos yet</source>
        <translation>noch keine Fotos</translation>
    </message>
    <message>
        <location filename="../ui/new_task/summary.py" line="175"/>
        <source>{photos}, {size}</source>
        <translation>{photos}, {size}</translation>
    </message>
    <message>
        <location filename="../ui/new_task/summary.py" line="178"/>
        <source>the server makes them {n} pixels wide</source>
        <translation>der Server verkleinert sie auf {n} Pixel</translation>
    </message>
    <message>
        <location filename="../ui/new_task/summary.py" line="181"/>
        <source>made {n} pixels wide before, then about {size}</source>
        <translation>vorher auf {n} Pixel verkleinert, dann etwa {size}</translation>
    </message>
    <message>
        <location filename="../ui/new_task/summary.py" line="183"/>
        <source>with ground control points</source>
        <translation>mit Passpunkten</translation>
    </message>
    <message>
        <location filename="../ui/new_task/summary.py" line="188"/>
        <source>the photos are still being looked at</source>
        <translation>die Fotos werden noch geprüft</translation>
    </message>
    <message>
        <location filename="../ui/new_task/summary.py" line="192"/>
        <source>unknown: nothing was sent to this server before</source>
        <translation>unbekannt: An diesen Server wurde noch nichts gesendet</translation>
    </message>
    <message>
        <location filename="../ui/new_task/summary.py" line="195"/>
        <source>at least {time} with the limit of {speed}</source>
        <translation>mindestens {time} bei der Grenze von {speed}</translation>
    </message>
    <message>
        <location filename="../ui/new_task/summary.py" line="198"/>
        <source>about {time} with the limit of {speed}</source>
        <translation>etwa {time} bei der Grenze von {speed}</translation>
    </message>
    <message>
        <location filename="../ui/new_task/summary.py" line="199"/>
        <source>about {time}, if it goes as last time ({speed})</source>
        <translation>etwa {time}, wenn es wie letztes Mal geht ({speed})</translation>
    </message>
    <message>
        <location filename="../ui/new_task/summary.py" line="203"/>
        <source>whichever node is free; how long that takes is not known before</source>
        <translation>einem freien Knoten; wie lange das dauert, ist vorher nicht bekannt</translation>
    </message>
    <message>
        <location filename="../ui/new_task/summary.py" line="206"/>
        <source>{node}; how long that takes is not known before</source>
        <translation>{node}; wie lange das dauert, ist vorher nicht bekannt</translation>
    </message>
    <message>
        <location filename="../ui/new_task/summary.py" line="217"/>
        <source>{products}, as far as they come before it stops after {stage}</source>
        <translation>{products}, soweit sie vor dem Halt nach {stage} entstehen</translation>
    </message>
    <message>
        <location filename="../ui/new_task/summary.py" line="224"/>
        <source>{finding}: {photos}</source>
        <translation>{finding}: {photos}</translation>
    </message>
    <message>
        <location filename="../ui/new_task/summary.py" line="229"/>
        <source>Sends {photos} to {server} in the background. You can pause it, and it goes on after a restart of QGIS.</source>
        <translation>Sendet {photos} im Hintergrund an {server}. Sie können das Hochladen anhalten; nach einem Neustart von QGIS geht es weiter.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/summary.py" line="105"/>
        <source>Summary</source>
        <translation>Zusammenfassung</translation>
    </message>
    <message>
        <location filename="../ui/new_task/summary.py" line="209"/>
        <source>Tasks in its queue before this one: {count}.</source>
        <translation>Aufgaben in seiner Warteschlange vor dieser: {count}.</translation>
    </message>
</context>
<context>
    <name>SwipeHandle</name>
    <message>
        <location filename="../ui/map/swipe_handle.py" line="41"/>
        <source>Line between the compared layers</source>
        <translation>Linie zwischen den verglichenen Layern</translation>
    </message>
    <message>
        <location filename="../ui/map/swipe_handle.py" line="42"/>
        <source>Drag the line, or move it with the arrow keys. Esc ends the comparison.</source>
        <translation>Ziehen Sie die Linie oder bewegen Sie sie mit den Pfeiltasten. Esc beendet den Vergleich.</translation>
    </message>
</context>
<context>
    <name>SwipeTool</name>
    <message>
        <location filename="../ui/map/swipe.py" line="270"/>
        <source>The comparison ended: “{name}” is not on the map any more.</source>
        <translation>Der Vergleich wurde beendet: „{name}“ ist nicht mehr auf der Karte.</translation>
    </message>
</context>
<context>
    <name>SwipeTools</name>
    <message>
        <location filename="../ui/map/swipe_handle.py" line="190"/>
        <source>Turn the line</source>
        <translation>Linie drehen</translation>
    </message>
    <message>
        <location filename="../ui/map/swipe_handle.py" line="191"/>
        <source>End the comparison (Esc)</source>
        <translation>Vergleich beenden (Esc)</translation>
    </message>
</context>
<context>
    <name>TagsDialog</name>
    <message>
        <location filename="../ui/actions/name_dialog.py" line="99"/>
        <source>Change tags</source>
        <translation>Tags ändern</translation>
    </message>
    <message>
        <location filename="../ui/actions/name_dialog.py" line="107"/>
        <source>&amp;Add:</source>
        <translation>&amp;Hinzufügen:</translation>
    </message>
    <message>
        <location filename="../ui/actions/name_dialog.py" line="108"/>
        <source>&amp;Remove:</source>
        <translation>&amp;Entfernen:</translation>
    </message>
</context>
<context>
    <name>Target</name>
    <message>
        <location filename="../ui/new_task/target.py" line="85"/>
        <source>Open a server first, in the panel.</source>
        <translation>Öffnen Sie zuerst einen Server im Bedienfeld.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/target.py" line="87"/>
        <source>{server} wants you to log in again.</source>
        <translation>{server} verlangt eine neue Anmeldung.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/target.py" line="89"/>
        <source>{server} does not answer at the moment.</source>
        <translation>{server} antwortet zurzeit nicht.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/target.py" line="91"/>
        <source>Give the task a name.</source>
        <translation>Geben Sie der Aufgabe einen Namen.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/target.py" line="92"/>
        <source>Choose a project, or name a new one.</source>
        <translation>Wählen Sie ein Projekt oder benennen Sie ein neues.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/target.py" line="110"/>
        <source>Named after the folder of photos</source>
        <translation>Nach dem Fotoordner benannt</translation>
    </message>
    <message>
        <location filename="../ui/new_task/target.py" line="118"/>
        <source>Choose one, or type a new name</source>
        <translation>Wählen oder neuen Namen eingeben</translation>
    </message>
    <message>
        <location filename="../ui/new_task/target.py" line="131"/>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <location filename="../ui/new_task/target.py" line="131"/>
        <source>&amp;Server</source>
        <translation>&amp;Server</translation>
    </message>
    <message>
        <location filename="../ui/new_task/target.py" line="226"/>
        <source>New &amp;project</source>
        <translation>Neues &amp;Projekt</translation>
    </message>
    <message>
        <location filename="../ui/new_task/target.py" line="226"/>
        <source>&amp;Project</source>
        <translation>&amp;Projekt</translation>
    </message>
    <message>
        <location filename="../ui/new_task/target.py" line="227"/>
        <source>A project of this name is made for the task.</source>
        <translation>Für die Aufgabe wird ein Projekt dieses Namens angelegt.</translation>
    </message>
</context>
<context>
    <name>TaskFiles</name>
    <message>
        <location filename="../ui/details/task_files.py" line="28"/>
        <source>&amp;Download</source>
        <translation>&amp;Herunterladen</translation>
    </message>
    <message>
        <location filename="../ui/details/task_files.py" line="35"/>
        <source>E&amp;xport…</source>
        <translation>E&amp;xportieren …</translation>
    </message>
</context>
<context>
    <name>TaskPage</name>
    <message>
        <location filename="../ui/details/task_page.py" line="35"/>
        <source>The server does not answer. This is what was known last.</source>
        <translation>Der Server antwortet nicht. Dies ist der letzte bekannte Stand.</translation>
    </message>
    <message>
        <location filename="../ui/details/task_page.py" line="40"/>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <location filename="../ui/details/task_page.py" line="62"/>
        <source>Task without a name</source>
        <translation>Aufgabe ohne Namen</translation>
    </message>
    <message>
        <location filename="../ui/details/task_page.py" line="130"/>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <location filename="../ui/details/task_page.py" line="130"/>
        <source>Console</source>
        <translation>Konsole</translation>
    </message>
    <message>
        <location filename="../ui/details/task_page.py" line="130"/>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
</context>
<context>
    <name>ThisComputer</name>
    <message>
        <location filename="../core/local/this_computer.py" line="80"/>
        <source>Looking at this computer</source>
        <translation>Dieser Computer wird geprüft</translation>
    </message>
    <message>
        <location filename="../core/local/this_computer.py" line="90"/>
        <source>Setting up the local server</source>
        <translation>Lokaler Server wird eingerichtet</translation>
    </message>
    <message>
        <location filename="../core/local/this_computer.py" line="90"/>
        <source>Starting the local server</source>
        <translation>Lokaler Server wird gestartet</translation>
    </message>
    <message>
        <location filename="../core/local/this_computer.py" line="233"/>
        <source>Reading the local server&apos;s log</source>
        <translation>Protokoll des lokalen Servers wird gelesen</translation>
    </message>
    <message>
        <location filename="../core/local/this_computer.py" line="237"/>
        <source>The local server stopped unexpectedly.</source>
        <translation>Der lokale Server wurde unerwartet beendet.</translation>
    </message>
    <message>
        <location filename="../core/local/this_computer.py" line="238"/>
        <source>Click This computer to start it again; finished work is kept.</source>
        <translation>Klicken Sie auf „Dieser Computer“, um ihn wieder zu starten; fertige Arbeit bleibt erhalten.</translation>
    </message>
    <message>
        <location filename="../core/local/this_computer.py" line="139"/>
        <source>Stopping the local server</source>
        <translation>Lokaler Server wird beendet</translation>
    </message>
    <message>
        <location filename="../core/local/this_computer.py" line="85"/>
        <source>Measuring the data of this computer</source>
        <translation>Daten dieses Computers werden gemessen</translation>
    </message>
    <message>
        <location filename="../core/local/this_computer.py" line="152"/>
        <source>Looking at the folder</source>
        <translation>Ordner wird geprüft</translation>
    </message>
    <message>
        <location filename="../core/local/this_computer.py" line="166"/>
        <source>Choosing the data folder</source>
        <translation>Datenordner wird gewählt</translation>
    </message>
    <message>
        <location filename="../core/local/this_computer.py" line="176"/>
        <source>Moving the data of this computer</source>
        <translation>Daten dieses Computers werden verschoben</translation>
    </message>
    <message>
        <location filename="../core/local/this_computer.py" line="186"/>
        <source>Removing the local server</source>
        <translation>Lokaler Server wird entfernt</translation>
    </message>
    <message>
        <location filename="../core/local/this_computer.py" line="194"/>
        <source>Keeping a setting</source>
        <translation>Einstellung wird gespeichert</translation>
    </message>
    <message>
        <location filename="../core/local/this_computer.py" line="208"/>
        <source>QGIS&apos;s settings cannot be written.</source>
        <translation>Die Einstellungen von QGIS können nicht geschrieben werden.</translation>
    </message>
    <message>
        <location filename="../core/local/this_computer.py" line="208"/>
        <source>Check the disk of your QGIS profile, then try again.</source>
        <translation>Prüfen Sie das Laufwerk Ihres QGIS-Profils und versuchen Sie es dann erneut.</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/figures.py" line="36"/>
        <source>Download: about {size}</source>
        <translation>Download: etwa {size}</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/figures.py" line="37"/>
        <source>Disk space: about {size}, {free} are free</source>
        <translation>Speicherplatz: etwa {size}, {free} sind frei</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/figures.py" line="40"/>
        <source>Memory: {size}</source>
        <translation>Arbeitsspeicher: {size}</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/figures.py" line="41"/>
        <source>none found that fits</source>
        <translation>kein passendes gefunden</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/figures.py" line="44"/>
        <source>Python: {python}</source>
        <translation>Python: {python}</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/figures.py" line="45"/>
        <source>Programs: {folder}</source>
        <translation>Programme: {folder}</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/figures.py" line="90"/>
        <source>{size}: enough for small surveys only</source>
        <translation>{size}: reicht nur für kleine Befliegungen</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/questions.py" line="28"/>
        <source>The local server may be working on tasks.</source>
        <translation>Der lokale Server arbeitet vielleicht an Aufgaben.</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/questions.py" line="29"/>
        <source>Stop the local server all the same?</source>
        <translation>Den lokalen Server trotzdem beenden?</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/questions.py" line="29"/>
        <source>If you stop it now, the processing goes on when you start it again. It can also finish first.</source>
        <translation>Wenn Sie ihn jetzt beenden, geht die Verarbeitung weiter, sobald Sie ihn wieder starten. Er kann sie auch erst abschließen.</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/questions.py" line="29"/>
        <source>Finish, then stop</source>
        <translation>Abschließen, dann beenden</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/questions.py" line="29"/>
        <source>Stop now</source>
        <translation>Jetzt beenden</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/questions.py" line="41"/>
        <source>All photos and results</source>
        <translation>Alle Fotos und Ergebnisse</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/questions.py" line="42"/>
        <source>Move the data of This computer to {folder}?</source>
        <translation>Die Daten von „Dieser Computer“ nach {folder} verschieben?</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/questions.py" line="44"/>
        <source>{what}.</source>
        <translation>{what}.</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/questions.py" line="45"/>
        <source>The local server is stopped meanwhile. If the move is interrupted, everything stays where it is now.</source>
        <translation>Der lokale Server ist währenddessen beendet. Wird das Verschieben unterbrochen, bleibt alles, wo es jetzt ist.</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/questions.py" line="48"/>
        <source>It goes on afterwards.</source>
        <translation>Danach geht es weiter.</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/questions.py" line="49"/>
        <source>Move</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/questions.py" line="54"/>
        <source>{folder} holds data of Nadir already. Use these from now on?</source>
        <translation>{folder} enthält schon Daten von Nadir. Ab jetzt diese verwenden?</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/questions.py" line="55"/>
        <source>The present ones stay in {folder}; nothing is moved or removed.</source>
        <translation>Die jetzigen bleiben in {folder}; nichts wird verschoben oder entfernt.</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/questions.py" line="56"/>
        <source>Use that folder</source>
        <translation>Diesen Ordner verwenden</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/questions.py" line="61"/>
        <source>about 1 GB</source>
        <translation>etwa 1 GB</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/questions.py" line="62"/>
        <source>Remove the local server from this computer?</source>
        <translation>Den lokalen Server von diesem Computer entfernen?</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/questions.py" line="63"/>
        <source>Without the programs ({size}) nothing can be processed here; they can be downloaded again.</source>
        <translation>Ohne die Programme ({size}) kann hier nichts verarbeitet werden; sie können wieder heruntergeladen werden.</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/questions.py" line="65"/>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/questions.py" line="67"/>
        <source>Your projects ({what}) can stay in {folder} for later.</source>
        <translation>Ihre Projekte ({what}) können für später in {folder} bleiben.</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/questions.py" line="68"/>
        <source>photos and results</source>
        <translation>Fotos und Ergebnisse</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/questions.py" line="69"/>
        <source>Remove the programs</source>
        <translation>Programme entfernen</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/questions.py" line="69"/>
        <source>Remove all data too…</source>
        <translation>Auch alle Daten entfernen …</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/questions.py" line="81"/>
        <source>Remove all projects of This computer for good?</source>
        <translation>Alle Projekte von „Dieser Computer“ endgültig entfernen?</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/questions.py" line="83"/>
        <source>Remove {projects} of This computer ({size}) for good?</source>
        <translation>{projects} von „Dieser Computer“ ({size}) endgültig entfernen?</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/questions.py" line="90"/>
        <source>Delete all data</source>
        <translation>Alle Daten löschen</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="173"/>
        <source>Stopped</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="175"/>
        <source>Finishes its tasks, then stops by itself</source>
        <translation>Schließt seine Aufgaben ab und beendet sich dann selbst</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="177"/>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="181"/>
        <source>Running since {when}</source>
        <translation>Läuft seit {when}</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="191"/>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="194"/>
        <source>{size}, {projects}</source>
        <translation>{size}, {projects}</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="200"/>
        <source>1 project</source>
        <translation>1 Projekt</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="201"/>
        <source>{n} projects</source>
        <translation>{n} Projekte</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/status_page.py" line="204"/>
        <source>{projects} with {tasks}</source>
        <translation>{projects} mit {tasks}</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/figures.py" line="19"/>
        <source>To process photos without a server, Nadir sets up its own on this computer. It downloads the software once; your photos stay here and nothing is sent anywhere.</source>
        <translation>Um Fotos ohne Server zu verarbeiten, richtet Nadir auf diesem Rechner einen eigenen ein. Die Programme werden einmal heruntergeladen; Ihre Fotos bleiben hier, und nichts wird irgendwohin gesendet.</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/questions.py" line="85"/>
        <source>Their photos and results in {folder} are deleted and cannot be brought back. Photos that you uploaded stay in the folders they came from.</source>
        <translation>Ihre Fotos und Ergebnisse in {folder} werden gelöscht und können nicht zurückgeholt werden. Fotos, die Sie hochgeladen haben, bleiben in den Ordnern, aus denen sie kamen.</translation>
    </message>
</context>
<context>
    <name>ThisComputerPane</name>
    <message>
        <location filename="../ui/this_computer/pane.py" line="110"/>
        <source>This computer</source>
        <translation>Dieser Computer</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/pane.py" line="229"/>
        <source>Not set up yet</source>
        <translation>Noch nicht eingerichtet</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/pane.py" line="282"/>
        <source>The local server was not stopped: another QGIS window is just starting or stopping it.</source>
        <translation>Der lokale Server wurde nicht beendet: Ein anderes QGIS-Fenster startet oder beendet ihn gerade.</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/pane.py" line="283"/>
        <source>Try again in a moment.</source>
        <translation>Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/pane.py" line="286"/>
        <source>Folder for photos and results</source>
        <translation>Ordner für Fotos und Ergebnisse</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/pane.py" line="329"/>
        <source>The data lie in {folder} now, but some old files could not be removed: {left}</source>
        <translation>Die Daten liegen jetzt in {folder}, aber einige alte Dateien konnten nicht entfernt werden: {left}</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/pane.py" line="332"/>
        <source>The data of This computer lie in {folder} now.</source>
        <translation>Die Daten von „Dieser Computer“ liegen jetzt in {folder}.</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/pane.py" line="345"/>
        <source>The local server and all its data were removed.</source>
        <translation>Der lokale Server und alle seine Daten wurden entfernt.</translation>
    </message>
    <message>
        <location filename="../ui/this_computer/pane.py" line="345"/>
        <source>The local server was removed.</source>
        <translation>Der lokale Server wurde entfernt.</translation>
    </message>
</context>
<context>
    <name>Thumbnail</name>
    <message>
        <location filename="../ui/details/thumbnail.py" line="32"/>
        <source>Preview of the orthophoto</source>
        <translation>Vorschau des Orthofotos</translation>
    </message>
</context>
<context>
    <name>Thumbnails</name>
    <message>
        <location filename="../ui/new_task/photos/thumbnails.py" line="82"/>
        <source>Thumbnails</source>
        <translation>Vorschaubilder</translation>
    </message>
</context>
<context>
    <name>Tree</name>
    <message>
        <location filename="../ui/tree/hints.py" line="26"/>
        <source>The server cannot search for this.</source>
        <translation>Der Server kann danach nicht suchen.</translation>
    </message>
    <message>
        <location filename="../ui/tree/hints.py" line="42"/>
        <source>No task is in a state that you chose.</source>
        <translation>Keine Aufgabe ist in einem gewählten Zustand.</translation>
    </message>
    <message>
        <location filename="../ui/tree/hints.py" line="42"/>
        <source>Show all states</source>
        <translation>Alle Zustände zeigen</translation>
    </message>
    <message>
        <location filename="../ui/tree/hints.py" line="32"/>
        <source>Nothing found for “{words}”.</source>
        <translation>Nichts gefunden für „{words}“.</translation>
    </message>
    <message>
        <location filename="../ui/tree/hints.py" line="33"/>
        <source>Clear the search</source>
        <translation>Suche leeren</translation>
    </message>
    <message>
        <location filename="../ui/tree/hints.py" line="47"/>
        <source>Drop a folder of drone photos here.</source>
        <translation>Legen Sie einen Ordner mit Drohnenfotos hier ab.</translation>
    </message>
    <message>
        <location filename="../ui/tree/hints.py" line="48"/>
        <source>New task…</source>
        <translation>Neue Aufgabe …</translation>
    </message>
    <message>
        <location filename="../ui/tree/hints.py" line="46"/>
        <source>No tasks yet.</source>
        <translation>Noch keine Aufgaben.</translation>
    </message>
    <message>
        <location filename="../ui/tree/hints.py" line="46"/>
        <source>You may only look at this project</source>
        <translation>Sie dürfen dieses Projekt nur ansehen</translation>
    </message>
    <message>
        <location filename="../ui/tree/hints.py" line="53"/>
        <source>The server wants a log-in.</source>
        <translation>Der Server verlangt eine Anmeldung.</translation>
    </message>
    <message>
        <location filename="../ui/tree/hints.py" line="53"/>
        <source>Log in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <location filename="../ui/tree/hints.py" line="55"/>
        <source>Nothing is known of this server yet.</source>
        <translation>Über diesen Server ist noch nichts bekannt.</translation>
    </message>
    <message>
        <location filename="../ui/tree/hints.py" line="55"/>
        <source>Try again now</source>
        <translation>Jetzt erneut versuchen</translation>
    </message>
    <message>
        <location filename="../ui/tree/hints.py" line="57"/>
        <source>Process photos without any server.</source>
        <translation>Fotos ganz ohne Server verarbeiten.</translation>
    </message>
    <message>
        <location filename="../ui/tree/hints.py" line="58"/>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <location filename="../ui/tree/hints.py" line="59"/>
        <source>Not connected.</source>
        <translation>Nicht verbunden.</translation>
    </message>
    <message>
        <location filename="../ui/tree/hints.py" line="59"/>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <location filename="../ui/tree/texts.py" line="60"/>
        <source>Loading…</source>
        <translation>Wird geladen…</translation>
    </message>
    <message>
        <location filename="../ui/tree/texts.py" line="70"/>
        <source>Task without a name</source>
        <translation>Aufgabe ohne Namen</translation>
    </message>
    <message>
        <location filename="../ui/tree/texts.py" line="97"/>
        <source>time unknown</source>
        <translation>Zeit unbekannt</translation>
    </message>
    <message>
        <location filename="../ui/tree/texts.py" line="103"/>
        <source>{n} cm/px</source>
        <translation>{n} cm/px</translation>
    </message>
    <message>
        <location filename="../ui/tree/texts.py" line="134"/>
        <source>shared with you</source>
        <translation>mit Ihnen geteilt</translation>
    </message>
    <message>
        <location filename="../ui/tree/texts.py" line="137"/>
        <source>public</source>
        <translation>öffentlich</translation>
    </message>
    <message>
        <location filename="../ui/tree/texts.py" line="139"/>
        <source>Project without a name</source>
        <translation>Projekt ohne Namen</translation>
    </message>
    <message>
        <location filename="../ui/tree/texts.py" line="172"/>
        <source>Connecting…</source>
        <translation>Wird verbunden…</translation>
    </message>
    <message>
        <location filename="../ui/tree/texts.py" line="174"/>
        <source>Offline, tried again by itself</source>
        <translation>Offline, neuer Versuch von selbst</translation>
    </message>
    <message>
        <location filename="../ui/tree/texts.py" line="176"/>
        <source>Log in again</source>
        <translation>Neu anmelden</translation>
    </message>
    <message>
        <location filename="../ui/tree/texts.py" line="178"/>
        <source>Connected</source>
        <translation>Verbunden</translation>
    </message>
    <message>
        <location filename="../ui/tree/texts.py" line="181"/>
        <source>Not started</source>
        <translation>Nicht gestartet</translation>
    </message>
    <message>
        <location filename="../ui/tree/texts.py" line="181"/>
        <source>Not connected</source>
        <translation>Nicht verbunden</translation>
    </message>
    <message>
        <location filename="../ui/tree/texts.py" line="185"/>
        <source>{state}: {trouble}</source>
        <translation>{state}: {trouble}</translation>
    </message>
    <message>
        <location filename="../ui/tree/texts.py" line="202"/>
        <source>tags: {tags}</source>
        <translation>Tags: {tags}</translation>
    </message>
    <message>
        <location filename="../ui/tree/texts.py" line="226"/>
        <source>Made: {when}</source>
        <translation>Erstellt: {when}</translation>
    </message>
    <message>
        <location filename="../ui/tree/texts.py" line="227"/>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <location filename="../ui/tree/texts.py" line="228"/>
        <source>Processing time: {time}</source>
        <translation>Verarbeitungszeit: {time}</translation>
    </message>
    <message>
        <location filename="../ui/tree/texts.py" line="230"/>
        <source>Processing node: {node}</source>
        <translation>Verarbeitungsknoten: {node}</translation>
    </message>
    <message>
        <location filename="../ui/tree/texts.py" line="236"/>
        <source>Tags: {tags}</source>
        <translation>Tags: {tags}</translation>
    </message>
</context>
<context>
    <name>TreeView</name>
    <message>
        <location filename="../ui/tree/tree_view.py" line="66"/>
        <source>Servers, projects and tasks</source>
        <translation>Server, Projekte und Aufgaben</translation>
    </message>
</context>
<context>
    <name>TroubleBox</name>
    <message>
        <location filename="../ui/connections/trouble.py" line="49"/>
        <source>Use http://</source>
        <translation>http:// verwenden</translation>
    </message>
    <message>
        <location filename="../ui/connections/trouble.py" line="50"/>
        <source>Ask the server without encryption</source>
        <translation>Server ohne Verschlüsselung abfragen</translation>
    </message>
    <message>
        <location filename="../ui/connections/trouble.py" line="53"/>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <location filename="../ui/connections/trouble.py" line="54"/>
        <source>Technical details</source>
        <translation>Technische Details</translation>
    </message>
</context>
<context>
    <name>UnfinishedRow</name>
    <message>
        <location filename="../ui/uploads/unfinished_row.py" line="44"/>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <location filename="../ui/uploads/unfinished_row.py" line="45"/>
        <source>Go on with the upload of {name}</source>
        <translation>Upload von {name} fortsetzen</translation>
    </message>
    <message>
        <location filename="../ui/uploads/unfinished_row.py" line="49"/>
        <source>Photos of this upload</source>
        <translation>Fotos dieses Uploads</translation>
    </message>
    <message>
        <location filename="../ui/uploads/unfinished_row.py" line="50"/>
        <source>Photos of the upload of {name}</source>
        <translation>Fotos des Uploads von {name}</translation>
    </message>
    <message>
        <location filename="../ui/uploads/unfinished_row.py" line="53"/>
        <source>Discard this upload…</source>
        <translation>Diesen Upload verwerfen …</translation>
    </message>
    <message>
        <location filename="../ui/uploads/unfinished_row.py" line="54"/>
        <source>Discard the upload of {name}</source>
        <translation>Upload von {name} verwerfen</translation>
    </message>
</context>
<context>
    <name>UnknownOptions</name>
    <message>
        <location filename="../ui/new_task/options/unknown.py" line="27"/>
        <source>The processing node does not know these options. They are left out unless you choose to send them all the same; another node may know them.</source>
        <translation>Der Verarbeitungsknoten kennt diese Optionen nicht. Sie werden weggelassen, außer Sie wollen sie trotzdem senden; ein anderer Knoten kennt sie vielleicht.</translation>
    </message>
    <message>
        <location filename="../ui/new_task/options/unknown.py" line="44"/>
        <source>Send {option}</source>
        <translation>{option} senden</translation>
    </message>
</context>
<context>
    <name>UploadFilesDialog</name>
    <message>
        <location filename="../ui/uploads/files_dialog.py" line="39"/>
        <source>Photos of “{name}”</source>
        <translation>Fotos von „{name}“</translation>
    </message>
    <message>
        <location filename="../ui/uploads/files_dialog.py" line="56"/>
        <source>Go &amp;on without those in trouble at the end</source>
        <translation>Am Ende &amp;ohne die mit Problemen fortsetzen</translation>
    </message>
    <message>
        <location filename="../ui/uploads/files_dialog.py" line="65"/>
        <source>Go &amp;on without those in trouble</source>
        <translation>&amp;Ohne die mit Problemen fortsetzen</translation>
    </message>
    <message>
        <location filename="../ui/uploads/files_dialog.py" line="77"/>
        <source>Only those in &amp;trouble</source>
        <translation>Nur die mit &amp;Problemen</translation>
    </message>
    <message>
        <location filename="../ui/uploads/files_dialog.py" line="82"/>
        <source>Photos of the upload</source>
        <translation>Fotos des Uploads</translation>
    </message>
    <message>
        <location filename="../ui/uploads/files_dialog.py" line="118"/>
        <source>Looking at the photos…</source>
        <translation>Fotos werden geprüft…</translation>
    </message>
    <message>
        <location filename="../ui/uploads/files_dialog.py" line="119"/>
        <source>{n} sent</source>
        <translation>{n} gesendet</translation>
    </message>
    <message>
        <location filename="../ui/uploads/files_dialog.py" line="120"/>
        <source>{n} in trouble</source>
        <translation>{n} mit Problemen</translation>
    </message>
    <message>
        <location filename="../ui/uploads/files_dialog.py" line="121"/>
        <source>{n} left out</source>
        <translation>{n} weggelassen</translation>
    </message>
    <message>
        <location filename="../ui/uploads/files_dialog.py" line="126"/>
        <source>No photo is in trouble.</source>
        <translation>Kein Foto hat Probleme.</translation>
    </message>
</context>
<context>
    <name>UploadFilesModel</name>
    <message>
        <location filename="../ui/uploads/files_model.py" line="92"/>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <location filename="../ui/uploads/files_model.py" line="92"/>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
</context>
<context>
    <name>UploadRow</name>
    <message>
        <location filename="../ui/uploads/upload_row.py" line="81"/>
        <source>Photos of this upload</source>
        <translation>Fotos dieses Uploads</translation>
    </message>
    <message>
        <location filename="../ui/uploads/upload_row.py" line="82"/>
        <source>Photos of the upload of {name}</source>
        <translation>Fotos des Uploads von {name}</translation>
    </message>
    <message>
        <location filename="../ui/uploads/upload_row.py" line="95"/>
        <source>Give up this upload…</source>
        <translation>Diesen Upload aufgeben …</translation>
    </message>
    <message>
        <location filename="../ui/uploads/upload_row.py" line="96"/>
        <source>Give up the upload of {name}</source>
        <translation>Upload von {name} aufgeben</translation>
    </message>
    <message>
        <location filename="../ui/uploads/upload_row.py" line="118"/>
        <source>The task and its {photos} that were sent already are removed from {server}.</source>
        <translation>Die Aufgabe und das schon Gesendete ({photos}) werden von {server} entfernt.</translation>
    </message>
    <message>
        <location filename="../ui/uploads/upload_row.py" line="120"/>
        <source>The task is removed from {server}; none of its photos was sent yet.</source>
        <translation>Die Aufgabe wird von {server} entfernt; noch keines ihrer Fotos wurde gesendet.</translation>
    </message>
    <message>
        <location filename="../ui/uploads/upload_row.py" line="121"/>
        <source>The photos on your disk stay. Pause it instead if you want to go on later.</source>
        <translation>Die Fotos auf Ihrem Laufwerk bleiben. Wenn Sie später fortsetzen möchten, halten Sie den Upload stattdessen an.</translation>
    </message>
    <message>
        <location filename="../ui/uploads/upload_row.py" line="122"/>
        <source>Give up the upload of “{name}”?</source>
        <translation>Den Upload von „{name}“ aufgeben?</translation>
    </message>
    <message>
        <location filename="../ui/uploads/upload_row.py" line="122"/>
        <source>Give up upload</source>
        <translation>Upload aufgeben</translation>
    </message>
    <message>
        <location filename="../ui/uploads/upload_row.py" line="163"/>
        <source>{n} in trouble…</source>
        <translation>{n} mit Problemen …</translation>
    </message>
    <message>
        <location filename="../ui/uploads/upload_row.py" line="164"/>
        <source>Photos in trouble: {n}</source>
        <translation>Fotos mit Problemen: {n}</translation>
    </message>
    <message>
        <location filename="../ui/uploads/upload_row.py" line="183"/>
        <source>{phase}…</source>
        <translation>{phase}…</translation>
    </message>
    <message>
        <location filename="../ui/uploads/upload_row.py" line="186"/>
        <source>{phase} {percent}: {progress}</source>
        <translation>{phase} {percent}: {progress}</translation>
    </message>
    <message>
        <location filename="../ui/uploads/upload_row.py" line="191"/>
        <source>Upload of “{name}” to {server}</source>
        <translation>Upload von „{name}“ auf {server}</translation>
    </message>
    <message>
        <location filename="../ui/uploads/upload_row.py" line="191"/>
        <source>Uploading “{name}” to {server}</source>
        <translation>„{name}“ wird auf {server} hochgeladen</translation>
    </message>
    <message>
        <location filename="../ui/uploads/upload_row.py" line="207"/>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <location filename="../ui/uploads/upload_row.py" line="207"/>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <location filename="../ui/uploads/upload_row.py" line="211"/>
        <source>This server takes all photos at once: no pause is possible</source>
        <translation>Dieser Server nimmt alle Fotos auf einmal: Anhalten ist nicht möglich</translation>
    </message>
    <message>
        <location filename="../ui/uploads/upload_row.py" line="217"/>
        <source>Speed limit: {speed}</source>
        <translation>Geschwindigkeitsgrenze: {speed}</translation>
    </message>
    <message>
        <location filename="../ui/uploads/upload_row.py" line="217"/>
        <source>Speed limit: none</source>
        <translation>Geschwindigkeitsgrenze: keine</translation>
    </message>
</context>
<context>
    <name>UploadsGroup</name>
    <message>
        <location filename="../ui/options/uploads_group.py" line="21"/>
        <source>Uploads</source>
        <translation>Uploads</translation>
    </message>
    <message>
        <location filename="../ui/options/uploads_group.py" line="24"/>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <location filename="../ui/options/uploads_group.py" line="25"/>
        <source> kB/s</source>
        <translation> kB/s</translation>
    </message>
    <message>
        <location filename="../ui/options/uploads_group.py" line="26"/>
        <source>Leaves the rest of the line to others. It can be changed for each upload while it runs.</source>
        <translation>Lässt anderen den Rest der Leitung. Sie kann für jeden Upload geändert werden, während er läuft.</translation>
    </message>
    <message>
        <location filename="../ui/options/uploads_group.py" line="29"/>
        <source>full size</source>
        <translation>volle Größe</translation>
    </message>
    <message>
        <location filename="../ui/options/uploads_group.py" line="30"/>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <location filename="../ui/options/uploads_group.py" line="31"/>
        <source>Longest side of the photos that are sent. Smaller photos upload faster and give coarser results.</source>
        <translation>Längste Seite der gesendeten Fotos. Kleinere Fotos sind schneller hochgeladen und ergeben gröbere Ergebnisse.</translation>
    </message>
    <message>
        <location filename="../ui/options/uploads_group.py" line="35"/>
        <source>&amp;Speed limit:</source>
        <translation>&amp;Geschwindigkeitsgrenze:</translation>
    </message>
    <message>
        <location filename="../ui/options/uploads_group.py" line="35"/>
        <source>Photo si&amp;ze:</source>
        <translation>Fo&amp;togröße:</translation>
    </message>
</context>
<context>
    <name>UploadsPanel</name>
    <message>
        <location filename="../ui/uploads/panel.py" line="56"/>
        <source>The server was closed; open it and start the task again.</source>
        <translation>Der Server wurde geschlossen; öffnen Sie ihn und starten Sie die Aufgabe neu.</translation>
    </message>
    <message>
        <location filename="../ui/uploads/panel.py" line="101"/>
        <source>No uploads or downloads</source>
        <translation>Keine Uploads oder Downloads</translation>
    </message>
    <message>
        <location filename="../ui/uploads/panel.py" line="168"/>
        <source>{n} under way</source>
        <translation>{n} laufend</translation>
    </message>
    <message>
        <location filename="../ui/uploads/panel.py" line="169"/>
        <source>{n} interrupted</source>
        <translation>{n} unterbrochen</translation>
    </message>
    <message>
        <location filename="../ui/uploads/panel.py" line="176"/>
        <source>Uploads and downloads: {counts}</source>
        <translation>Uploads und Downloads: {counts}</translation>
    </message>
    <message>
        <location filename="../ui/uploads/panel.py" line="177"/>
        <source>Hide uploads and downloads</source>
        <translation>Uploads und Downloads ausblenden</translation>
    </message>
    <message>
        <location filename="../ui/uploads/panel.py" line="177"/>
        <source>Show uploads and downloads</source>
        <translation>Uploads und Downloads einblenden</translation>
    </message>
</context>
<context>
    <name>ValuesOffer</name>
    <message>
        <location filename="../ui/map/values_offer.py" line="73"/>
        <source>“{layer}” is a picture: it holds no heights to identify.</source>
        <translation>„{layer}“ ist ein Bild: Es enthält keine Höhen zum Identifizieren.</translation>
    </message>
    <message>
        <location filename="../ui/map/values_offer.py" line="74"/>
        <source>Load real values</source>
        <translation>Echte Werte laden</translation>
    </message>
    <message>
        <location filename="../ui/map/values_offer.py" line="121"/>
        <source>3D views and profiles of this project lie on flat ground. They can stand on “{layer}”.</source>
        <translation>3D-Ansichten und Profile dieses Projekts liegen auf flachem Boden. Sie können auf „{layer}“ stehen.</translation>
    </message>
    <message>
        <location filename="../ui/map/values_offer.py" line="122"/>
        <source>Use as terrain</source>
        <translation>Als Gelände verwenden</translation>
    </message>
</context>
<context>
    <name>View3D</name>
    <message>
        <location filename="../ui/map/view3d.py" line="35"/>
        <source>This QGIS was built without 3D views. Use a QGIS from qgis.org.</source>
        <translation>Dieses QGIS wurde ohne 3D-Ansichten gebaut. Verwenden Sie ein QGIS von qgis.org.</translation>
    </message>
    <message>
        <location filename="../ui/map/view3d.py" line="37"/>
        <source>There is nothing to show in 3D. Add the point cloud or the 3D model to the map first.</source>
        <translation>In 3D gibt es nichts zu zeigen. Fügen Sie zuerst die Punktwolke oder das 3D-Modell zur Karte hinzu.</translation>
    </message>
    <message>
        <location filename="../ui/map/view3d.py" line="40"/>
        <source>This QGIS lets no plugin open a 3D view. Choose New 3D Map View in the menu View: the layers are on.</source>
        <translation>Dieses QGIS lässt keine Erweiterung eine 3D-Ansicht öffnen. Wählen Sie „Neue 3D-Kartenansicht“ im Menü „Ansicht“: Die Layer sind eingeschaltet.</translation>
    </message>
    <message>
        <location filename="../ui/map/view3d.py" line="47"/>
        <source>QGIS could not open a 3D view. Check in its log whether the graphics card does 3D.</source>
        <translation>QGIS konnte keine 3D-Ansicht öffnen. Prüfen Sie im Protokoll von QGIS, ob die Grafikkarte 3D kann.</translation>
    </message>
    <message>
        <location filename="../ui/map/view3d.py" line="65"/>
        <source>{name} in 3D</source>
        <translation>{name} in 3D</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <location filename="../ui/tree/welcome.py" line="27"/>
        <source>Add a server…</source>
        <translation>Server hinzufügen …</translation>
    </message>
    <message>
        <location filename="../ui/tree/welcome.py" line="29"/>
        <source>Use this computer…</source>
        <translation>Diesen Computer verwenden …</translation>
    </message>
    <message>
        <location filename="../ui/tree/welcome.py" line="31"/>
        <source>Drone photos become maps here.
Add a server that you have an account on, or let this computer work.</source>
        <translation>Aus Drohnenfotos werden hier Karten.
Fügen Sie einen Server hinzu, auf dem Sie ein Konto haben, oder lassen Sie diesen Computer arbeiten.</translation>
    </message>
</context>
<context>
    <name>Workspace</name>
    <message>
        <location filename="../core/verbs/projects.py" line="23"/>
        <source>Creating project {name}</source>
        <translation>Projekt {name} wird angelegt</translation>
    </message>
    <message>
        <location filename="../core/verbs/uploads.py" line="265"/>
        <source>Uploading {name}</source>
        <translation>{name} wird hochgeladen</translation>
    </message>
    <message>
        <location filename="../core/verbs/tasks.py" line="66"/>
        <source>Cancelling {name}</source>
        <translation>{name} wird abgebrochen</translation>
    </message>
    <message>
        <location filename="../core/verbs/tasks.py" line="96"/>
        <source>Restarting {name}</source>
        <translation>{name} wird neu gestartet</translation>
    </message>
    <message>
        <location filename="../core/verbs/tasks.py" line="122"/>
        <source>Removing {name}</source>
        <translation>{name} wird entfernt</translation>
    </message>
    <message>
        <location filename="../core/verbs/map_layers.py" line="42"/>
        <source>Adding {name} to the map</source>
        <translation>{name} wird zur Karte hinzugefügt</translation>
    </message>
    <message>
        <location filename="../core/verbs/uploads.py" line="92"/>
        <source>Removing cancelled uploads</source>
        <translation>Abgebrochene Uploads werden entfernt</translation>
    </message>
    <message>
        <location filename="../core/verbs/uploads.py" line="158"/>
        <source>Looking for interrupted uploads</source>
        <translation>Suche nach unterbrochenen Uploads</translation>
    </message>
    <message>
        <location filename="../core/verbs/uploads.py" line="205"/>
        <source>Discarding the upload of {name}</source>
        <translation>Hochladen von {name} wird verworfen</translation>
    </message>
    <message>
        <location filename="../core/workspace.py" line="122"/>
        <source>Connecting to {name}</source>
        <translation>Verbindung zu {name} wird hergestellt</translation>
    </message>
    <message>
        <location filename="../core/workspace.py" line="136"/>
        <source>Asking {name} what it is doing</source>
        <translation>{name} wird gefragt, was gerade läuft</translation>
    </message>
    <message>
        <location filename="../core/surveys.py" line="118"/>
        <source>{done} of {total} photos</source>
        <translation>{done} von {total} Fotos</translation>
    </message>
    <message>
        <location filename="../core/surveys.py" line="122"/>
        <source>{size}/s</source>
        <translation>{size}/s</translation>
    </message>
    <message>
        <location filename="../core/surveys.py" line="152"/>
        <source>{hours} h {minutes} min left</source>
        <translation>noch {hours} h {minutes} min</translation>
    </message>
    <message>
        <location filename="../core/surveys.py" line="153"/>
        <source>{minutes} min {seconds} s left</source>
        <translation>noch {minutes} min {seconds} s</translation>
    </message>
    <message>
        <location filename="../core/surveys.py" line="153"/>
        <source>{seconds} s left</source>
        <translation>noch {seconds} s</translation>
    </message>
    <message>
        <location filename="../core/surveys.py" line="175"/>
        <source>The upload was interrupted.</source>
        <translation>Das Hochladen wurde unterbrochen.</translation>
    </message>
    <message>
        <location filename="../core/surveys.py" line="175"/>
        <source>It can go on when QGIS runs again.</source>
        <translation>Es kann fortgesetzt werden, wenn QGIS wieder läuft.</translation>
    </message>
    <message>
        <location filename="../core/surveys.py" line="116"/>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <location filename="../core/surveys.py" line="127"/>
        <source>{count} could not be sent</source>
        <translation>{count} konnten nicht gesendet werden</translation>
    </message>
    <message>
        <location filename="../core/surveys.py" line="129"/>
        <source>all in one request, which cannot be paused or resumed</source>
        <translation>alles in einer Anfrage, die weder angehalten noch fortgesetzt werden kann</translation>
    </message>
    <message>
        <location filename="../core/verbs/results.py" line="30"/>
        <source>Downloading {asset} of {name}</source>
        <translation>Lade {asset} von {name} herunter</translation>
    </message>
    <message>
        <location filename="../core/verbs/results.py" line="36"/>
        <source>Exporting from {name}</source>
        <translation>Exportiere aus {name}</translation>
    </message>
    <message>
        <location filename="../core/verbs/base.py" line="74"/>
        <source>It may be older than this: its web page or an update may help.</source>
        <translation>Er ist dafür vielleicht zu alt: Seine Webseite oder eine Aktualisierung hilft womöglich.</translation>
    </message>
    <message>
        <location filename="../core/verbs/imports.py" line="58"/>
        <source>Importing {name}</source>
        <translation>{name} wird importiert</translation>
    </message>
    <message>
        <location filename="../core/verbs/imports.py" line="59"/>
        <source>This server cannot import tasks.</source>
        <translation>Dieser Server kann keine Aufgaben importieren.</translation>
    </message>
    <message>
        <location filename="../core/verbs/imports.py" line="61"/>
        <source>This server cannot import rasters and models.</source>
        <translation>Dieser Server kann keine Raster und Modelle importieren.</translation>
    </message>
    <message>
        <location filename="../core/verbs/imports.py" line="77"/>
        <source>{sent} of {total} sent</source>
        <translation>{sent} von {total} gesendet</translation>
    </message>
    <message>
        <location filename="../core/verbs/nodes.py" line="28"/>
        <source>Looking at the processing nodes</source>
        <translation>Verarbeitungsknoten werden abgerufen</translation>
    </message>
    <message>
        <location filename="../core/verbs/nodes.py" line="36"/>
        <source>Adding the processing node {name}</source>
        <translation>Verarbeitungsknoten {name} wird hinzugefügt</translation>
    </message>
    <message>
        <location filename="../core/verbs/nodes.py" line="44"/>
        <source>Changing the processing node {name}</source>
        <translation>Verarbeitungsknoten {name} wird geändert</translation>
    </message>
    <message>
        <location filename="../core/verbs/nodes.py" line="53"/>
        <source>Removing the processing node {name}</source>
        <translation>Verarbeitungsknoten {name} wird entfernt</translation>
    </message>
    <message>
        <location filename="../core/verbs/nodes.py" line="73"/>
        <source>Looking at the processing options</source>
        <translation>Verarbeitungsoptionen werden abgerufen</translation>
    </message>
    <message>
        <location filename="../core/verbs/nodes.py" line="81"/>
        <source>Looking at the presets</source>
        <translation>Voreinstellungen werden abgerufen</translation>
    </message>
    <message>
        <location filename="../core/verbs/nodes.py" line="91"/>
        <source>Saving the preset {name}</source>
        <translation>Voreinstellung {name} wird gespeichert</translation>
    </message>
    <message>
        <location filename="../core/verbs/nodes.py" line="102"/>
        <source>Deleting the preset {name}</source>
        <translation>Voreinstellung {name} wird gelöscht</translation>
    </message>
    <message>
        <location filename="../core/verbs/people.py" line="54"/>
        <source>Looking for users</source>
        <translation>Suche nach Benutzern</translation>
    </message>
    <message>
        <location filename="../core/verbs/people.py" line="74"/>
        <source>Asking what your account may do</source>
        <translation>Rechte Ihres Kontos werden abgefragt</translation>
    </message>
    <message>
        <location filename="../core/verbs/projects.py" line="32"/>
        <source>Changing project {name}</source>
        <translation>Projekt {name} wird geändert</translation>
    </message>
    <message>
        <location filename="../core/verbs/projects.py" line="41"/>
        <source>Duplicating project {name}</source>
        <translation>Projekt {name} wird dupliziert</translation>
    </message>
    <message>
        <location filename="../core/verbs/projects.py" line="42"/>
        <source>This server cannot duplicate projects.</source>
        <translation>Dieser Server kann Projekte nicht duplizieren.</translation>
    </message>
    <message>
        <location filename="../core/verbs/projects.py" line="51"/>
        <source>Deleting project {name}</source>
        <translation>Projekt {name} wird gelöscht</translation>
    </message>
    <message>
        <location filename="../core/verbs/projects.py" line="60"/>
        <source>Asking who uses project {name}</source>
        <translation>Nutzer des Projekts {name} werden abgefragt</translation>
    </message>
    <message>
        <location filename="../core/verbs/projects.py" line="61"/>
        <source>This server cannot say whom a project is shared with.</source>
        <translation>Dieser Server kann nicht sagen, mit wem ein Projekt geteilt ist.</translation>
    </message>
    <message>
        <location filename="../core/verbs/projects.py" line="72"/>
        <source>Sharing project {name}</source>
        <translation>Projekt {name} wird geteilt</translation>
    </message>
    <message>
        <location filename="../core/verbs/projects.py" line="73"/>
        <source>This server cannot share projects.</source>
        <translation>Dieser Server kann keine Projekte teilen.</translation>
    </message>
    <message>
        <location filename="../core/verbs/projects.py" line="91"/>
        <source>Looking for projects</source>
        <translation>Suche nach Projekten</translation>
    </message>
    <message>
        <location filename="../core/verbs/projects.py" line="106"/>
        <source>Looking at what is in the projects</source>
        <translation>Inhalt der Projekte wird abgerufen</translation>
    </message>
    <message>
        <location filename="../core/verbs/results.py" line="49"/>
        <source>Looking at the tasks of a project</source>
        <translation>Aufgaben eines Projekts werden abgerufen</translation>
    </message>
    <message>
        <location filename="../core/verbs/results.py" line="61"/>
        <source>Fetching the preview of {name}</source>
        <translation>Vorschau von {name} wird geholt</translation>
    </message>
    <message>
        <location filename="../core/verbs/results.py" line="82"/>
        <source>Asking for the sizes of files of {name}</source>
        <translation>Dateigrößen von {name} werden abgefragt</translation>
    </message>
    <message>
        <location filename="../core/verbs/results.py" line="40"/>
        <source>Saving {file}</source>
        <translation>{file} wird gespeichert</translation>
    </message>
    <message>
        <location filename="../core/verbs/results.py" line="90"/>
        <source>Asking about the rasters of {name}</source>
        <translation>Angaben zu den Rastern von {name} werden abgefragt</translation>
    </message>
    <message>
        <location filename="../core/verbs/tasks.py" line="35"/>
        <source>Changing {name}</source>
        <translation>{name} wird geändert</translation>
    </message>
    <message>
        <location filename="../core/verbs/tasks.py" line="46"/>
        <source>Moving tasks to {project}</source>
        <translation>Aufgaben werden nach {project} verschoben</translation>
    </message>
    <message>
        <location filename="../core/verbs/tasks.py" line="102"/>
        <source>Compacting {name}</source>
        <translation>{name} wird komprimiert</translation>
    </message>
    <message>
        <location filename="../core/verbs/tasks.py" line="103"/>
        <source>This server cannot compact tasks.</source>
        <translation>Dieser Server kann keine Aufgaben komprimieren.</translation>
    </message>
    <message>
        <location filename="../core/verbs/tasks.py" line="112"/>
        <source>Duplicating {name}</source>
        <translation>{name} wird dupliziert</translation>
    </message>
    <message>
        <location filename="../core/verbs/tasks.py" line="113"/>
        <source>This server cannot duplicate tasks.</source>
        <translation>Dieser Server kann Aufgaben nicht duplizieren.</translation>
    </message>
    <message>
        <location filename="../core/verbs/tasks.py" line="126"/>
        <source>Backing up {name}</source>
        <translation>{name} wird gesichert</translation>
    </message>
    <message>
        <location filename="../core/verbs/tasks.py" line="127"/>
        <source>This server cannot back tasks up.</source>
        <translation>Dieser Server kann keine Aufgaben sichern.</translation>
    </message>
    <message>
        <location filename="../core/verbs/tasks.py" line="144"/>
        <source>Looking for tasks to align to</source>
        <translation>Suche nach Aufgaben zum Ausrichten</translation>
    </message>
    <message>
        <location filename="../core/verbs/tasks.py" line="155"/>
        <source>{n} of {count} tasks could not be moved to “{project}”: {reason}</source>
        <translation>{n} von {count} Aufgaben konnten nicht nach „{project}“ verschoben werden: {reason}</translation>
    </message>
    <message>
        <location filename="../core/verbs/uploads.py" line="193"/>
        <source>Looking at the photos of an upload</source>
        <translation>Fotos eines Uploads werden geprüft</translation>
    </message>
    <message>
        <location filename="../core/verbs/map_layers.py" line="58"/>
        <source>Looking at a task</source>
        <translation>Aufgabe wird abgerufen</translation>
    </message>
    <message>
        <location filename="../core/verbs/map_products.py" line="63"/>
        <source>Loading {asset} of {name}</source>
        <translation>Lade {asset} von {name}</translation>
    </message>
    <message>
        <location filename="../core/verbs/map_products.py" line="68"/>
        <source>Asking for the indices of {name}</source>
        <translation>Indizes von {name} werden abgefragt</translation>
    </message>
    <message>
        <location filename="../core/verbs/map_products.py" line="79"/>
        <source>Adding {index} of {name}</source>
        <translation>Füge {index} von {name} hinzu</translation>
    </message>
    <message>
        <location filename="../core/verbs/map_products.py" line="118"/>
        <source>Adding the 3D model of {name}</source>
        <translation>3D-Modell von {name} wird hinzugefügt</translation>
    </message>
    <message>
        <location filename="../core/verbs/map_products.py" line="142"/>
        <source>Adding {product} of {name}</source>
        <translation>Füge {product} von {name} hinzu</translation>
    </message>
    <message>
        <location filename="../core/verbs/map_products.py" line="204"/>
        <source>{product} (offline)</source>
        <translation>{product} (offline)</translation>
    </message>
    <message>
        <location filename="../core/verbs/map_products.py" line="206"/>
        <source>QGIS cannot open {file}.</source>
        <translation>QGIS kann {file} nicht öffnen.</translation>
    </message>
    <message>
        <location filename="../core/verbs/map_products.py" line="206"/>
        <source>Remove downloaded results in the options, then try again.</source>
        <translation>Entfernen Sie heruntergeladene Ergebnisse in den Optionen und versuchen Sie es dann erneut.</translation>
    </message>
    <message>
        <location filename="../core/verbs/map_products.py" line="216"/>
        <source>The layer was removed meanwhile.</source>
        <translation>Der Layer wurde inzwischen entfernt.</translation>
    </message>
    <message>
        <location filename="../core/verbs/map_products.py" line="216"/>
        <source>Add it again.</source>
        <translation>Fügen Sie ihn erneut hinzu.</translation>
    </message>
    <message>
        <location filename="../core/verbs/map_projects.py" line="62"/>
        <source>Adding the extents of {name}</source>
        <translation>Ausdehnungen von {name} werden hinzugefügt</translation>
    </message>
    <message>
        <location filename="../core/verbs/map_projects.py" line="73"/>
        <source>Adding all flights of {name} to the map</source>
        <translation>Alle Befliegungen von {name} werden zur Karte hinzugefügt</translation>
    </message>
    <message>
        <location filename="../core/verbs/map_projects.py" line="84"/>
        <source>Comparing {before} with {after}</source>
        <translation>{before} wird mit {after} verglichen</translation>
    </message>
    <message>
        <location filename="../core/verbs/map_projects.py" line="99"/>
        <source>No task of “{name}” is completed yet.</source>
        <translation>Noch keine Aufgabe von „{name}“ ist abgeschlossen.</translation>
    </message>
    <message>
        <location filename="../core/verbs/map_projects.py" line="99"/>
        <source>Flights can be added once they have been processed.</source>
        <translation>Befliegungen können hinzugefügt werden, sobald sie verarbeitet sind.</translation>
    </message>
    <message>
        <location filename="../core/verbs/map_projects.py" line="122"/>
        <source>{layer} of {project}</source>
        <translation>{layer} von {project}</translation>
    </message>
    <message>
        <location filename="../core/verbs/map_projects.py" line="135"/>
        <source>Not all of {n} flights could be loaded: {names}</source>
        <translation>Nicht alle {n} Befliegungen konnten geladen werden: {names}</translation>
    </message>
</context>
</TS>

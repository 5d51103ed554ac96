<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <location filename="../ui/actions.py" line="129"/>
        <source>New &amp;task…</source>
        <translation>Neue &amp;Aufgabe…</translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="130"/>
        <source>New &amp;project…</source>
        <translation>Neues &amp;Projekt…</translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="131"/>
        <source>&amp;Add to map</source>
        <translation>Zur &amp;Karte hinzufügen</translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="132"/>
        <source>&amp;Cancel</source>
        <translation>A&amp;bbrechen</translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="133"/>
        <source>Re&amp;start</source>
        <translation>&amp;Neu starten</translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="134"/>
        <source>Show c&amp;onsole</source>
        <translation>K&amp;onsole anzeigen</translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="135"/>
        <source>Copy &amp;ID</source>
        <translation>&amp;ID kopieren</translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="136"/>
        <source>&amp;Remove…</source>
        <translation>&amp;Entfernen…</translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="137"/>
        <source>Re&amp;fresh</source>
        <translation>Akt&amp;ualisieren</translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="181"/>
        <source>New project</source>
        <translation>Neues Projekt</translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="182"/>
        <source>Name of the project:</source>
        <translation>Name des Projekts:</translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="227"/>
        <source>Remove the task “{name}” with its {photos} and all its results from the server?</source>
        <translation>Aufgabe „{name}“ mit {photos} und allen Ergebnissen vom Server entfernen?</translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="230"/>
        <source>Remove task</source>
        <translation>Aufgabe entfernen</translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="232"/>
        <source>Delete the project “{name}” ({tasks}) with all photos and results from the server?</source>
        <translation>Projekt „{name}“ ({tasks}) mit allen Fotos und Ergebnissen vom Server löschen?</translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="235"/>
        <source>Delete project</source>
        <translation>Projekt löschen</translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="244"/>
        <source>This cannot be undone. Layers on the map that show these results will stay empty.</source>
        <translation>Das kann nicht rückgängig gemacht werden. Layer auf der Karte, die diese Ergebnisse zeigen, bleiben leer.</translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="253"/>
        <source>No server is connected.</source>
        <translation>Es ist kein Server verbunden.</translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="291"/>
        <source>Select a project or a task first.</source>
        <translation>Wählen Sie zuerst ein Projekt oder eine Aufgabe.</translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="285"/>
        <source>Select a task first.</source>
        <translation>Wählen Sie zuerst eine Aufgabe.</translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="261"/>
        <source>The server is still busy with the last request for this task.</source>
        <translation>Der Server ist noch mit der letzten Anfrage zu dieser Aufgabe beschäftigt.</translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="269"/>
        <source>There are no results before the task is completed.</source>
        <translation>Ergebnisse gibt es erst, wenn die Aufgabe abgeschlossen ist.</translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="276"/>
        <source>The task is over.</source>
        <translation>Die Aufgabe ist beendet.</translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="282"/>
        <source>The task has not ended yet.</source>
        <translation>Die Aufgabe ist noch nicht beendet.</translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="293"/>
        <source>You have no permission to delete this project.</source>
        <translation>Sie haben nicht die Berechtigung, dieses Projekt zu löschen.</translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="165"/>
        <source>Zoom to &amp;layers</source>
        <translation>Auf &amp;Layer zoomen</translation>
    </message>
</context>
<context>
    <name>ActivityRow</name>
    <message>
        <location filename="../ui/activities.py" line="38"/>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <location filename="../ui/activities.py" line="39"/>
        <source>Cancel: {title}</source>
        <translation>Abbrechen: {title}</translation>
    </message>
    <message>
        <location filename="../ui/activities.py" line="74"/>
        <source>Cancelling…</source>
        <translation>Wird abgebrochen…</translation>
    </message>
</context>
<context>
    <name>CacheGroup</name>
    <message>
        <location filename="../ui/cache_group.py" line="25"/>
        <source>Downloaded results</source>
        <translation>Heruntergeladene Ergebnisse</translation>
    </message>
    <message>
        <location filename="../ui/cache_group.py" line="38"/>
        <source>Re&amp;move…</source>
        <translation>&amp;Entfernen …</translation>
    </message>
    <message>
        <location filename="../ui/cache_group.py" line="51"/>
        <source>Keeping to the limit of downloaded results</source>
        <translation>Halte die Grenze für heruntergeladene Ergebnisse ein</translation>
    </message>
    <message>
        <location filename="../ui/cache_group.py" line="55"/>
        <source>&amp;Keep at most</source>
        <translation>&amp;Höchstens behalten</translation>
    </message>
    <message>
        <location filename="../ui/cache_group.py" line="66"/>
        <source>Now on this computer</source>
        <translation>Jetzt auf diesem Rechner</translation>
    </message>
    <message>
        <location filename="../ui/cache_group.py" line="67"/>
        <source>Results that you open are kept here, so that they open at once the next time. Above the limit those go that were used longest ago.</source>
        <translation>Ergebnisse, die Sie öffnen, bleiben hier liegen und öffnen sich beim nächsten Mal sofort. Über der Grenze gehen die, die am längsten nicht benutzt wurden.</translation>
    </message>
    <message>
        <location filename="../ui/cache_group.py" line="85"/>
        <source>Measuring downloaded results</source>
        <translation>Messe heruntergeladene Ergebnisse</translation>
    </message>
    <message>
        <location filename="../ui/cache_group.py" line="90"/>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <location filename="../ui/cache_group.py" line="94"/>
        <source>Remove the downloaded results ({size})?</source>
        <translation>Die heruntergeladenen Ergebnisse ({size}) entfernen?</translation>
    </message>
    <message>
        <location filename="../ui/cache_group.py" line="94"/>
        <source>They can be downloaded again as long as they are on their servers. Files that layers of the open project show stay.</source>
        <translation>Sie können wieder heruntergeladen werden, solange sie auf ihren Servern liegen. Dateien, die Layer des offenen Projekts zeigen, bleiben.</translation>
    </message>
    <message>
        <location filename="../ui/cache_group.py" line="94"/>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <location filename="../ui/cache_group.py" line="108"/>
        <source>Removing downloaded results</source>
        <translation>Entferne heruntergeladene Ergebnisse</translation>
    </message>
</context>
<context>
    <name>ConnectPage</name>
    <message>
        <location filename="../ui/connect_page.py" line="57"/>
        <source>or a server</source>
        <translation>oder ein Server</translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="115"/>
        <source>Where shall your photos be processed?</source>
        <translation>Wo sollen Ihre Fotos verarbeitet werden?</translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="123"/>
        <source>Right here, with no server and no account. Your photos stay with you.</source>
        <translation>Gleich hier, ohne Server und ohne Konto. Ihre Fotos bleiben bei Ihnen.</translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="124"/>
        <source>This computer</source>
        <translation>Dieser Computer</translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="126"/>
        <source>Alt+T</source>
        <translation>Alt+T</translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="134"/>
        <source>The local server is running.</source>
        <translation>Der lokale Server läuft.</translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="137"/>
        <source>&amp;Stop it</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="159"/>
        <source>Saved servers</source>
        <translation>Gespeicherte Server</translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="162"/>
        <source>&amp;Open</source>
        <translation>&amp;Öffnen</translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="168"/>
        <source>Forget this server and its log-in</source>
        <translation>Diesen Server und seine Anmeldung vergessen</translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="188"/>
        <source>&amp;Keep in QGIS&apos;s authentication database</source>
        <translation>In QGIS-Authentifizierungsdatenbank &amp;merken</translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="191"/>
        <source>&amp;Connect</source>
        <translation>&amp;Verbinden</translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="193"/>
        <source>&amp;Address</source>
        <translation>&amp;Adresse</translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="193"/>
        <source>&amp;User</source>
        <translation>B&amp;enutzer</translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="193"/>
        <source>&amp;Password</source>
        <translation>&amp;Passwort</translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="205"/>
        <source>Works with servers compatible with WebODM software.</source>
        <translation>Arbeitet mit Servern, die zur WebODM-Software kompatibel sind.</translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="218"/>
        <source>Fill in address, user and password.</source>
        <translation>Geben Sie Adresse, Benutzer und Passwort ein.</translation>
    </message>
</context>
<context>
    <name>Connecting</name>
    <message>
        <location filename="../ui/connecting.py" line="79"/>
        <source>Looking at this computer…</source>
        <translation>Dieser Computer wird geprüft…</translation>
    </message>
    <message>
        <location filename="../ui/connecting.py" line="89"/>
        <source>Setting up this computer…</source>
        <translation>Dieser Computer wird eingerichtet…</translation>
    </message>
    <message>
        <location filename="../ui/connecting.py" line="89"/>
        <source>Starting the local server…</source>
        <translation>Lokaler Server wird gestartet…</translation>
    </message>
    <message>
        <location filename="../ui/connecting.py" line="190"/>
        <source>Connecting to {name}…</source>
        <translation>Verbindung zu {name} wird hergestellt…</translation>
    </message>
    <message>
        <location filename="../ui/connecting.py" line="178"/>
        <source>Forget the server “{name}” and its log-in?</source>
        <translation>Server „{name}“ und seine Anmeldung vergessen?</translation>
    </message>
    <message>
        <location filename="../ui/connecting.py" line="179"/>
        <source>Nothing changes on the server.</source>
        <translation>Auf dem Server ändert sich nichts.</translation>
    </message>
    <message>
        <location filename="../ui/connecting.py" line="180"/>
        <source>Forget server</source>
        <translation>Server vergessen</translation>
    </message>
    <message>
        <location filename="../ui/connecting.py" line="127"/>
        <source>Looking what the local server is doing…</source>
        <translation>Es wird geprüft, was der lokale Server gerade tut…</translation>
    </message>
    <message>
        <location filename="../ui/connecting.py" line="133"/>
        <source>Its processing goes on when you start the local server again.</source>
        <translation>Die Verarbeitung geht weiter, wenn Sie den lokalen Server wieder starten.</translation>
    </message>
    <message>
        <location filename="../ui/connecting.py" line="134"/>
        <source>Stop the local server all the same?</source>
        <translation>Den lokalen Server trotzdem beenden?</translation>
    </message>
    <message>
        <location filename="../ui/connecting.py" line="135"/>
        <source>Stop the local server</source>
        <translation>Lokalen Server beenden</translation>
    </message>
    <message>
        <location filename="../ui/connecting.py" line="98"/>
        <source>Stopping the local server…</source>
        <translation>Lokaler Server wird beendet…</translation>
    </message>
    <message>
        <location filename="../ui/connecting.py" line="102"/>
        <source>The local server was not stopped: another QGIS window is just starting or stopping it.</source>
        <translation>Der lokale Server wurde nicht beendet: Ein anderes QGIS-Fenster startet oder beendet ihn gerade.</translation>
    </message>
    <message>
        <location filename="../ui/connecting.py" line="102"/>
        <source>Try again in a moment.</source>
        <translation>Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <location filename="../ui/connecting.py" line="206"/>
        <source>Remembering the connection</source>
        <translation>Verbindung merken</translation>
    </message>
</context>
<context>
    <name>Connections</name>
    <message>
        <location filename="../core/connections.py" line="51"/>
        <source>This computer</source>
        <translation>Dieser Computer</translation>
    </message>
    <message>
        <location filename="../core/connections.py" line="85"/>
        <source>Several connections are called “{}”: {}.</source>
        <translation>Mehrere Verbindungen heißen „{}“: {}.</translation>
    </message>
    <message>
        <location filename="../core/connections.py" line="85"/>
        <source>Forget those that are not meant, in the Nadir panel.</source>
        <translation>Entfernen Sie im Nadir-Bedienfeld die nicht gemeinten.</translation>
    </message>
    <message>
        <location filename="../core/connections.py" line="91"/>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <location filename="../core/connections.py" line="92"/>
        <source>There is no connection called “{}”.</source>
        <translation>Es gibt keine Verbindung mit dem Namen „{}“.</translation>
    </message>
    <message>
        <location filename="../core/connections.py" line="92"/>
        <source>Known connections: {}.</source>
        <translation>Bekannte Verbindungen: {}.</translation>
    </message>
    <message>
        <location filename="../core/connections.py" line="123"/>
        <source>No log-in could be read for this connection.</source>
        <translation>Für diese Verbindung konnte keine Anmeldung gelesen werden.</translation>
    </message>
    <message>
        <location filename="../core/connections.py" line="123"/>
        <source>Type the user name and the password again; they are kept in QGIS&apos;s authentication database.</source>
        <translation>Geben Sie Benutzername und Passwort erneut ein; sie werden in der Authentifizierungsdatenbank von QGIS gespeichert.</translation>
    </message>
    <message>
        <location filename="../core/connections.py" line="160"/>
        <source>The log-in could not be saved.</source>
        <translation>Die Anmeldung konnte nicht gespeichert werden.</translation>
    </message>
    <message>
        <location filename="../core/connections.py" line="160"/>
        <source>Unlock QGIS&apos;s authentication database (Settings, Options, Authentication) and save it again.</source>
        <translation>Entsperren Sie die Authentifizierungsdatenbank von QGIS (Einstellungen, Optionen, Authentifizierung) und speichern Sie erneut.</translation>
    </message>
    <message>
        <location filename="../core/connections.py" line="275"/>
        <source>Your certificate for this server cannot be read: {}.</source>
        <translation>Ihr Zertifikat für diesen Server kann nicht gelesen werden: {}.</translation>
    </message>
    <message>
        <location filename="../core/connections.py" line="275"/>
        <source>Check it in QGIS: Settings, Options, Authentication.</source>
        <translation>Prüfen Sie es in QGIS: Einstellungen, Optionen, Authentifizierung.</translation>
    </message>
</context>
<context>
    <name>ConsentDialog</name>
    <message>
        <location filename="../ui/consent_dialog.py" line="22"/>
        <source>Set up this computer</source>
        <translation>Diesen Computer einrichten</translation>
    </message>
    <message>
        <location filename="../ui/consent_dialog.py" line="38"/>
        <source>To process photos without a server, Nadir sets up its own on this computer. It downloads the software once; your photos stay here and nothing is sent anywhere.</source>
        <translation>Um Fotos ohne fremden Server zu verarbeiten, richtet Nadir auf diesem Computer einen eigenen ein. Die Software wird einmal heruntergeladen; Ihre Fotos bleiben hier und nichts wird irgendwohin gesendet.</translation>
    </message>
    <message>
        <location filename="../ui/consent_dialog.py" line="47"/>
        <source>Download:</source>
        <translation>Download:</translation>
    </message>
    <message>
        <location filename="../ui/consent_dialog.py" line="47"/>
        <source>about {size}</source>
        <translation>etwa {size}</translation>
    </message>
    <message>
        <location filename="../ui/consent_dialog.py" line="48"/>
        <source>about {size}, {free} are free</source>
        <translation>etwa {size}, frei sind {free}</translation>
    </message>
    <message>
        <location filename="../ui/consent_dialog.py" line="49"/>
        <source>Disk space:</source>
        <translation>Speicherplatz:</translation>
    </message>
    <message>
        <location filename="../ui/consent_dialog.py" line="50"/>
        <source>Folder:</source>
        <translation>Ordner:</translation>
    </message>
    <message>
        <location filename="../ui/consent_dialog.py" line="51"/>
        <source>none found that fits</source>
        <translation>kein passendes gefunden</translation>
    </message>
    <message>
        <location filename="../ui/consent_dialog.py" line="52"/>
        <source>Python:</source>
        <translation>Python:</translation>
    </message>
    <message>
        <location filename="../ui/consent_dialog.py" line="67"/>
        <source>&amp;Download and set up</source>
        <translation>&amp;Herunterladen und einrichten</translation>
    </message>
</context>
<context>
    <name>Console</name>
    <message>
        <location filename="../ui/console.py" line="31"/>
        <source>Console</source>
        <translation>Konsole</translation>
    </message>
    <message>
        <location filename="../ui/console.py" line="37"/>
        <source>Nothing has been printed yet.</source>
        <translation>Bisher wurde nichts ausgegeben.</translation>
    </message>
    <message>
        <location filename="../ui/console.py" line="40"/>
        <source>Close the console</source>
        <translation>Konsole schließen</translation>
    </message>
    <message>
        <location filename="../ui/console.py" line="56"/>
        <source>Console: {name}</source>
        <translation>Konsole: {name}</translation>
    </message>
</context>
<context>
    <name>DetailsDialog</name>
    <message>
        <location filename="../ui/notifier.py" line="74"/>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <location filename="../ui/notifier.py" line="78"/>
        <source>Technical details</source>
        <translation>Technische Details</translation>
    </message>
    <message>
        <location filename="../ui/notifier.py" line="81"/>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
</context>
<context>
    <name>Downloads</name>
    <message>
        <location filename="../core/layers/downloading.py" line="36"/>
        <source>The server is making the file</source>
        <translation>Der Server stellt die Datei her</translation>
    </message>
    <message>
        <location filename="../core/layers/downloading.py" line="67"/>
        <source>{done} of {total} {unit}</source>
        <translation>{done} von {total} {unit}</translation>
    </message>
    <message>
        <location filename="../core/layers/downloading.py" line="83"/>
        <source>The download was interrupted.</source>
        <translation>Der Download wurde unterbrochen.</translation>
    </message>
    <message>
        <location filename="../core/layers/downloading.py" line="83"/>
        <source>Start it again: it goes on from there where the server can.</source>
        <translation>Starten Sie ihn neu: Er geht von dort weiter, wo der Server es kann.</translation>
    </message>
</context>
<context>
    <name>Layers</name>
    <message>
        <location filename="../core/layers/project.py" line="142"/>
        <source>Task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <location filename="../core/layers/make.py" line="113"/>
        <source>Heights from {low:.1f} m to {high:.1f} m, in colours.</source>
        <translation>Höhen von {low:.1f} m bis {high:.1f} m, in Farben.</translation>
    </message>
    <message>
        <location filename="../core/layers/make.py" line="123"/>
        <source>The point cloud was not loaded: this QGIS was built without point clouds.</source>
        <translation>Die Punktwolke wurde nicht geladen: Dieses QGIS wurde ohne Punktwolken gebaut.</translation>
    </message>
    <message>
        <location filename="../core/layers/make.py" line="123"/>
        <source>Use a QGIS from qgis.org.</source>
        <translation>Verwenden Sie ein QGIS von qgis.org.</translation>
    </message>
    <message>
        <location filename="../core/layers/make.py" line="129"/>
        <source>The point cloud was not loaded: QGIS could not read it from the server.</source>
        <translation>Die Punktwolke wurde nicht geladen: QGIS konnte sie nicht vom Server lesen.</translation>
    </message>
    <message>
        <location filename="../core/layers/make.py" line="129"/>
        <source>Try again; if it stays, restart the task.</source>
        <translation>Versuchen Sie es erneut; wenn es dabei bleibt, starten Sie die Aufgabe neu.</translation>
    </message>
    <message>
        <location filename="../core/layers/make.py" line="136"/>
        <source>{points:,} points.</source>
        <translation>{points:,} Punkte.</translation>
    </message>
    <message>
        <location filename="../core/layers/plan.py" line="47"/>
        <source>Orthophoto</source>
        <translation>Orthofoto</translation>
    </message>
    <message>
        <location filename="../core/layers/plan.py" line="48"/>
        <source>Surface model (DSM)</source>
        <translation>Oberflächenmodell (DOM)</translation>
    </message>
    <message>
        <location filename="../core/layers/plan.py" line="49"/>
        <source>Terrain model (DTM)</source>
        <translation>Geländemodell (DGM)</translation>
    </message>
    <message>
        <location filename="../core/layers/plan.py" line="50"/>
        <source>Point cloud</source>
        <translation>Punktwolke</translation>
    </message>
    <message>
        <location filename="../core/layers/plan.py" line="177"/>
        <source>{product} was not loaded: {reason}</source>
        <translation>{product} wurde nicht geladen: {reason}</translation>
    </message>
    <message>
        <location filename="../core/layers/plan.py" line="212"/>
        <source>The server knows no heights of it.</source>
        <translation>Der Server kennt dazu keine Höhen.</translation>
    </message>
    <message>
        <location filename="../core/layers/plan.py" line="212"/>
        <source>Restart the task, or download the file.</source>
        <translation>Starten Sie die Aufgabe neu oder laden Sie die Datei herunter.</translation>
    </message>
    <message>
        <location filename="../core/layers/plan.py" line="245"/>
        <source>this server does not offer it as EPT, the form that QGIS reads from a server.</source>
        <translation>Dieser Server bietet sie nicht als EPT an, dem Format, das QGIS von einem Server liest.</translation>
    </message>
    <message>
        <location filename="../core/layers/plan.py" line="245"/>
        <source>Download the point cloud from the server and open the file.</source>
        <translation>Laden Sie die Punktwolke vom Server herunter und öffnen Sie die Datei.</translation>
    </message>
    <message>
        <location filename="../core/layers/plan.py" line="261"/>
        <source>its description on the server is damaged.</source>
        <translation>Ihre Beschreibung auf dem Server ist beschädigt.</translation>
    </message>
    <message>
        <location filename="../core/layers/plan.py" line="261"/>
        <source>Restart the task.</source>
        <translation>Starten Sie die Aufgabe neu.</translation>
    </message>
    <message>
        <location filename="../core/layers/plan.py" line="146"/>
        <source>“{task}” has no place on the map: its photos have no position.</source>
        <translation>„{task}“ hat keinen Ort auf der Karte: Die Fotos haben keine Position.</translation>
    </message>
    <message>
        <location filename="../core/layers/plan.py" line="171"/>
        <source>Missing in “{task}”: {products}. The task's console says more.</source>
        <translation>Es fehlt in „{task}“: {products}. Mehr sagt die Konsole der Aufgabe.</translation>
    </message>
    <message>
        <location filename="../core/layers/project.py" line="89"/>
        <source>{product} (file)</source>
        <translation>{product} (Datei)</translation>
    </message>
</context>
<context>
    <name>Nadir</name>
    <message>
        <location filename="../ui/notifier.py" line="188"/>
        <source>Something unexpected went wrong in Nadir.</source>
        <translation>In Nadir ist ein unerwarteter Fehler aufgetreten.</translation>
    </message>
    <message>
        <location filename="../ui/notifier.py" line="188"/>
        <source>Try again; if it stays so, please report it with the details.</source>
        <translation>Versuchen Sie es erneut; wenn es dabei bleibt, melden Sie den Fehler bitte mit den Details.</translation>
    </message>
    <message>
        <location filename="../ui/photo_summary.py" line="21"/>
        <source>{photos}, {size}</source>
        <translation>{photos}, {size}</translation>
    </message>
    <message>
        <location filename="../ui/photo_summary.py" line="29"/>
        <source>Other files, left out: {n}</source>
        <translation>Andere Dateien, ausgelassen: {n}</translation>
    </message>
    <message>
        <location filename="../ui/photo_summary.py" line="42"/>
        <source>Taken: {span}</source>
        <translation>Aufgenommen: {span}</translation>
    </message>
    <message>
        <location filename="../ui/photo_summary.py" line="52"/>
        <source>Camera: {names}</source>
        <translation>Kamera: {names}</translation>
    </message>
    <message>
        <location filename="../ui/task_delegate.py" line="48"/>
        <source>loading…</source>
        <translation>wird geladen…</translation>
    </message>
    <message>
        <location filename="../ui/tree_model.py" line="299"/>
        <source>Processing time: {time}</source>
        <translation>Verarbeitungszeit: {time}</translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="35"/>
        <source>Status {code}</source>
        <translation>Status {code}</translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="39"/>
        <source>{state} {percent}</source>
        <translation>{state} {percent}</translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="59"/>
        <source>Cancelling…</source>
        <translation>Wird abgebrochen…</translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="60"/>
        <source>Removing…</source>
        <translation>Wird entfernt…</translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="61"/>
        <source>Restarting…</source>
        <translation>Wird neu gestartet…</translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="62"/>
        <source>Resizing photos…</source>
        <translation>Fotos werden verkleinert…</translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="63"/>
        <source>Importing…</source>
        <translation>Wird importiert…</translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="64"/>
        <source>Compacting…</source>
        <translation>Wird komprimiert…</translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="66"/>
        <source>Busy…</source>
        <translation>Beschäftigt…</translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="71"/>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="72"/>
        <source>Uploading</source>
        <translation>Lädt hoch</translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="73"/>
        <source>In the queue</source>
        <translation>Eingereiht</translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="74"/>
        <source>Processing</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="75"/>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="76"/>
        <source>Completed</source>
        <translation>Abgeschlossen</translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="77"/>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="78"/>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="83"/>
        <source>{n} %</source>
        <translation>{n} %</translation>
    </message>
    <message numerus="yes">
        <location filename="../ui/wording.py" line="125"/>
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n Foto</numerusform>
            <numerusform>%n Fotos</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="94"/>
        <source>No tasks yet</source>
        <translation>Noch keine Aufgaben</translation>
    </message>
    <message numerus="yes">
        <location filename="../ui/wording.py" line="95"/>
        <source>%n task(s)</source>
        <translation>
            <numerusform>%n Aufgabe</numerusform>
            <numerusform>%n Aufgaben</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../ui/wording.py" line="101"/>
        <source>%n processing node(s)</source>
        <translation>
            <numerusform>%n Verarbeitungsknoten</numerusform>
            <numerusform>%n Verarbeitungsknoten</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="148"/>
        <source>{h} h {m:02d} min</source>
        <translation>{h} h {m:02d} min</translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="150"/>
        <source>{m} min {s:02d} s</source>
        <translation>{m} min {s:02d} s</translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="151"/>
        <source>{s} s</source>
        <translation>{s} s</translation>
    </message>
    <message>
        <location filename="../ui/unfinished.py" line="96"/>
        <source>The upload of “{name}” stopped at {done} of {photos}.</source>
        <translation>Das Hochladen von „{name}“ hielt bei {done} von {photos} an.</translation>
    </message>
    <message>
        <location filename="../ui/unfinished.py" line="109"/>
        <source>Begun: {date}</source>
        <translation>Begonnen: {date}</translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="107"/>
        <source>“{name}”</source>
        <translation>„{name}“</translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="111"/>
        <source>{first} and {second}</source>
        <translation>{first} und {second}</translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="113"/>
        <source>{names} and {n} more</source>
        <translation>{names} und {n} weitere</translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="119"/>
        <source>{name} is not finished yet.</source>
        <translation>{name} ist noch nicht fertig.</translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="120"/>
        <source>{names} are not finished yet.</source>
        <translation>{names} sind noch nicht fertig.</translation>
    </message>
    <message>
        <location filename="../ui/photo_summary.py" line="27"/>
        <source>All with GPS position</source>
        <translation>Alle mit GPS-Position</translation>
    </message>
    <message>
        <location filename="../ui/unfinished.py" line="96"/>
        <source>The upload of “{name}” was paused at {done} of {photos}.</source>
        <translation>Das Hochladen von „{name}“ wurde bei {done} von {photos} angehalten.</translation>
    </message>
    <message>
        <location filename="../ui/uploads_row.py" line="28"/>
        <source>Uploading “{name}”</source>
        <translation>Lade „{name}“ hoch</translation>
    </message>
    <message>
        <location filename="../ui/uploads_row.py" line="47"/>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <location filename="../ui/uploads_row.py" line="54"/>
        <source>This server takes all photos at once: no pause is possible</source>
        <translation>Dieser Server nimmt alle Fotos auf einmal: Anhalten ist nicht möglich</translation>
    </message>
    <message>
        <location filename="../ui/uploads_row.py" line="58"/>
        <source>Upload of “{name}”</source>
        <translation>Hochladen von „{name}“</translation>
    </message>
    <message>
        <location filename="../ui/uploads_row.py" line="59"/>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <location filename="../ui/uploads_row.py" line="59"/>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="37"/>
        <source>Waiting for photos</source>
        <translation>Wartet auf Fotos</translation>
    </message>
</context>
<context>
    <name>NadirDock</name>
    <message>
        <location filename="../ui/dock.py" line="225"/>
        <source>Adding “{name}” to the map</source>
        <translation>„{name}“ wird zur Karte hinzugefügt</translation>
    </message>
    <message>
        <location filename="../ui/dock.py" line="238"/>
        <source>“{name}” is completed.</source>
        <translation>„{name}“ ist abgeschlossen.</translation>
    </message>
    <message>
        <location filename="../ui/dock.py" line="237"/>
        <source>Add to map</source>
        <translation>Zur Karte hinzufügen</translation>
    </message>
    <message>
        <location filename="../ui/dock.py" line="240"/>
        <source>the server gave no reason</source>
        <translation>der Server nannte keinen Grund</translation>
    </message>
    <message>
        <location filename="../ui/dock.py" line="241"/>
        <source>“{name}” failed: {reason}</source>
        <translation>„{name}“ ist fehlgeschlagen: {reason}</translation>
    </message>
    <message>
        <location filename="../ui/dock.py" line="242"/>
        <source>Show console</source>
        <translation>Konsole anzeigen</translation>
    </message>
    <message>
        <location filename="../ui/dock.py" line="144"/>
        <source>Let the local server go on with it?</source>
        <translation>Den lokalen Server damit weitermachen lassen?</translation>
    </message>
    <message>
        <location filename="../ui/dock.py" line="145"/>
        <source>If you stop it now, the processing goes on when you start the local server again.</source>
        <translation>Wenn Sie ihn jetzt beenden, geht die Verarbeitung weiter, sobald Sie den lokalen Server wieder starten.</translation>
    </message>
    <message>
        <location filename="../ui/dock.py" line="146"/>
        <source>Let it go on</source>
        <translation>Weitermachen lassen</translation>
    </message>
    <message>
        <location filename="../ui/dock.py" line="146"/>
        <source>Stop the local server</source>
        <translation>Lokalen Server beenden</translation>
    </message>
    <message>
        <location filename="../ui/dock.py" line="231"/>
        <source>“{name}” is completed, but has no place on the map: its photos have no position.</source>
        <translation>„{name}“ ist fertig, hat aber keinen Ort auf der Karte: Die Fotos haben keine Position.</translation>
    </message>
    <message>
        <location filename="../ui/dock.py" line="218"/>
        <source>Remembering the folder</source>
        <translation>Ordner merken</translation>
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
    <name>NewTaskDialog</name>
    <message>
        <location filename="../ui/new_task_dialog.py" line="60"/>
        <source>New task</source>
        <translation>Neue Aufgabe</translation>
    </message>
    <message>
        <location filename="../ui/new_task_dialog.py" line="90"/>
        <source>Folder of photos</source>
        <translation>Ordner mit Fotos</translation>
    </message>
    <message>
        <location filename="../ui/new_task_dialog.py" line="91"/>
        <source>Choose a folder or drop one here</source>
        <translation>Ordner wählen oder hierher ziehen</translation>
    </message>
    <message>
        <location filename="../ui/new_task_dialog.py" line="102"/>
        <source>&amp;Terrain model (DTM): the bare ground</source>
        <translation>&amp;Geländemodell (DGM): nur der Boden</translation>
    </message>
    <message>
        <location filename="../ui/new_task_dialog.py" line="110"/>
        <source>&amp;Photos</source>
        <translation>&amp;Fotos</translation>
    </message>
    <message>
        <location filename="../ui/new_task_dialog.py" line="112"/>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <location filename="../ui/new_task_dialog.py" line="113"/>
        <source>Pro&amp;ject</source>
        <translation>&amp;Projekt</translation>
    </message>
    <message>
        <location filename="../ui/new_task_dialog.py" line="116"/>
        <source>Orthophoto and point cloud, always</source>
        <translation>Orthofoto und Punktwolke, immer</translation>
    </message>
    <message>
        <location filename="../ui/new_task_dialog.py" line="122"/>
        <source>Makes</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <location filename="../ui/new_task_dialog.py" line="160"/>
        <source>&amp;Start</source>
        <translation>&amp;Starten</translation>
    </message>
    <message>
        <location filename="../ui/new_task_dialog.py" line="167"/>
        <source>New project, named after the folder</source>
        <translation>Neues Projekt, benannt nach dem Ordner</translation>
    </message>
    <message>
        <location filename="../ui/new_task_dialog.py" line="239"/>
        <source>Looking at the photos…</source>
        <translation>Fotos werden geprüft…</translation>
    </message>
    <message>
        <location filename="../ui/new_task_dialog.py" line="233"/>
        <source>Nadir looks at the photos before anything is sent.</source>
        <translation>Nadir prüft die Fotos, bevor etwas gesendet wird.</translation>
    </message>
    <message>
        <location filename="../ui/new_task_dialog.py" line="262"/>
        <source>Choose a folder of photos first.</source>
        <translation>Wählen Sie zuerst einen Ordner mit Fotos.</translation>
    </message>
    <message>
        <location filename="../ui/new_task_dialog.py" line="264"/>
        <source>Give the task a name.</source>
        <translation>Geben Sie der Aufgabe einen Namen.</translation>
    </message>
    <message>
        <location filename="../ui/new_task_dialog.py" line="100"/>
        <source>&amp;Surface model (DSM): with buildings and trees</source>
        <translation>&amp;Oberflächenmodell (DOM): mit Gebäuden und Bäumen</translation>
    </message>
</context>
<context>
    <name>NodesFooter</name>
    <message>
        <location filename="../ui/nodes_footer.py" line="57"/>
        <source>Processing nodes: not known yet</source>
        <translation>Verarbeitungsknoten: noch nicht bekannt</translation>
    </message>
    <message>
        <location filename="../ui/nodes_footer.py" line="59"/>
        <source>No processing node available</source>
        <translation>Kein Verarbeitungsknoten verfügbar</translation>
    </message>
    <message>
        <location filename="../ui/nodes_footer.py" line="62"/>
        <source>{nodes} offline</source>
        <translation>{nodes} offline</translation>
    </message>
    <message>
        <location filename="../ui/nodes_footer.py" line="80"/>
        <source>{n} in the queue</source>
        <translation>{n} wartend</translation>
    </message>
    <message>
        <location filename="../ui/nodes_footer.py" line="64"/>
        <source>queue empty</source>
        <translation>Warteschlange leer</translation>
    </message>
    <message>
        <location filename="../ui/nodes_footer.py" line="66"/>
        <source>{n} of {nodes} online, {waiting}</source>
        <translation>{n} von {nodes} online, {waiting}</translation>
    </message>
    <message>
        <location filename="../ui/nodes_footer.py" line="69"/>
        <source>{nodes} online, {waiting}</source>
        <translation>{nodes} online, {waiting}</translation>
    </message>
    <message>
        <location filename="../ui/nodes_footer.py" line="78"/>
        <source>{name}: offline</source>
        <translation>{name}: offline</translation>
    </message>
    <message>
        <location filename="../ui/nodes_footer.py" line="81"/>
        <source>{name}: online, {queue}</source>
        <translation>{name}: online, {queue}</translation>
    </message>
</context>
<context>
    <name>Notifier</name>
    <message>
        <location filename="../ui/notifier.py" line="129"/>
        <source>Details</source>
        <translation>Details</translation>
    </message>
</context>
<context>
    <name>OptionsPage</name>
    <message>
        <location filename="../ui/options_page.py" line="41"/>
        <source>Add the &amp;results of my tasks to the map when they are finished</source>
        <translation>&amp;Ergebnisse meiner Aufgaben zur Karte hinzufügen, sobald sie fertig sind</translation>
    </message>
    <message>
        <location filename="../ui/options_page.py" line="64"/>
        <source>Local server (This computer)</source>
        <translation>Lokaler Server (Dieser Computer)</translation>
    </message>
    <message>
        <location filename="../ui/options_page.py" line="67"/>
        <source>&amp;Photos and results</source>
        <translation>&amp;Fotos und Ergebnisse</translation>
    </message>
    <message>
        <location filename="../ui/options_page.py" line="67"/>
        <source>P&amp;rograms</source>
        <translation>&amp;Programme</translation>
    </message>
    <message>
        <location filename="../ui/options_page.py" line="71"/>
        <source>Choose empty folders on a local disk. A change counts from the local server&apos;s next start; what lies in the old folders stays there.</source>
        <translation>Wählen Sie leere Ordner auf einem lokalen Datenträger. Eine Änderung gilt ab dem nächsten Start des lokalen Servers; was in den alten Ordnern liegt, bleibt dort.</translation>
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
    <name>ProjectTree</name>
    <message>
        <location filename="../ui/project_tree.py" line="43"/>
        <source>Drop a folder of drone photos here
or press New task.</source>
        <translation>Ziehen Sie einen Ordner mit Drohnenfotos
hierher oder klicken Sie auf „Neue Aufgabe“.</translation>
    </message>
    <message>
        <location filename="../ui/project_tree.py" line="86"/>
        <source>Projects and tasks</source>
        <translation>Projekte und Aufgaben</translation>
    </message>
    <message>
        <location filename="../ui/project_tree.py" line="126"/>
        <source>Asking the server…</source>
        <translation>Server wird abgefragt…</translation>
    </message>
</context>
<context>
    <name>TaskFiles</name>
    <message>
        <location filename="../ui/task_files.py" line="27"/>
        <source>Add as &amp;file</source>
        <translation>Als &amp;Datei hinzufügen</translation>
    </message>
    <message>
        <location filename="../ui/task_files.py" line="34"/>
        <source>&amp;Download</source>
        <translation>&amp;Herunterladen</translation>
    </message>
    <message>
        <location filename="../ui/task_files.py" line="46"/>
        <source>Download {file}</source>
        <translation>{file} herunterladen</translation>
    </message>
</context>
<context>
    <name>ThisComputer</name>
    <message>
        <location filename="../core/local/this_computer.py" line="59"/>
        <source>Looking at this computer</source>
        <translation>Dieser Computer wird geprüft</translation>
    </message>
    <message>
        <location filename="../core/local/this_computer.py" line="63"/>
        <source>Setting up the local server</source>
        <translation>Lokaler Server wird eingerichtet</translation>
    </message>
    <message>
        <location filename="../core/local/this_computer.py" line="63"/>
        <source>Starting the local server</source>
        <translation>Lokaler Server wird gestartet</translation>
    </message>
    <message>
        <location filename="../core/local/this_computer.py" line="121"/>
        <source>Reading the local server&apos;s log</source>
        <translation>Protokoll des lokalen Servers wird gelesen</translation>
    </message>
    <message>
        <location filename="../core/local/this_computer.py" line="125"/>
        <source>The local server stopped unexpectedly.</source>
        <translation>Der lokale Server wurde unerwartet beendet.</translation>
    </message>
    <message>
        <location filename="../core/local/this_computer.py" line="126"/>
        <source>Click This computer to start it again; finished work is kept.</source>
        <translation>Klicken Sie auf „Dieser Computer“, um ihn wieder zu starten; fertige Arbeit bleibt erhalten.</translation>
    </message>
    <message>
        <location filename="../core/local/this_computer.py" line="101"/>
        <source>Stopping the local server</source>
        <translation>Lokaler Server wird beendet</translation>
    </message>
</context>
<context>
    <name>UnfinishedPanel</name>
    <message>
        <location filename="../ui/unfinished.py" line="32"/>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <location filename="../ui/unfinished.py" line="34"/>
        <source>Discard…</source>
        <translation>Verwerfen…</translation>
    </message>
    <message>
        <location filename="../ui/unfinished.py" line="37"/>
        <source>Show the next interrupted upload</source>
        <translation>Nächstes unterbrochenes Hochladen anzeigen</translation>
    </message>
    <message>
        <location filename="../ui/unfinished.py" line="79"/>
        <source>Go on with the upload of {name}</source>
        <translation>Hochladen von {name} fortsetzen</translation>
    </message>
    <message>
        <location filename="../ui/unfinished.py" line="80"/>
        <source>Discard the upload of {name}</source>
        <translation>Hochladen von {name} verwerfen</translation>
    </message>
    <message>
        <location filename="../ui/unfinished.py" line="81"/>
        <source>{n} of {total}</source>
        <translation>{n} von {total}</translation>
    </message>
</context>
<context>
    <name>Uploads</name>
    <message>
        <location filename="../ui/uploads.py" line="73"/>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <location filename="../ui/uploads.py" line="79"/>
        <source>“{name}” has all its photos already: {state}.</source>
        <translation>„{name}“ hat bereits alle Fotos: {state}.</translation>
    </message>
    <message>
        <location filename="../ui/uploads.py" line="84"/>
        <source>Discard the upload of “{name}” and remove its half-made task from the server?</source>
        <translation>Hochladen von „{name}“ verwerfen und die unfertige Aufgabe vom Server entfernen?</translation>
    </message>
    <message>
        <location filename="../ui/uploads.py" line="85"/>
        <source>{photos} were sent already. The photos on your disk stay where they are.</source>
        <translation>Bereits gesendet: {photos}. Die Fotos auf Ihrem Datenträger bleiben, wo sie sind.</translation>
    </message>
    <message>
        <location filename="../ui/uploads.py" line="93"/>
        <source>Discard upload</source>
        <translation>Hochladen verwerfen</translation>
    </message>
    <message>
        <location filename="../ui/uploads.py" line="104"/>
        <source>“{name}” was kept, since it has all its photos by now: {state}.</source>
        <translation>„{name}“ wurde behalten, da inzwischen alle Fotos da sind: {state}.</translation>
    </message>
    <message>
        <location filename="../ui/uploads.py" line="75"/>
        <source>Go on without them</source>
        <translation>Ohne sie weiter</translation>
    </message>
</context>
<context>
    <name>WorkPage</name>
    <message>
        <location filename="../ui/work_page.py" line="67"/>
        <source>offline</source>
        <translation>offline</translation>
    </message>
    <message>
        <location filename="../ui/work_page.py" line="147"/>
        <source>Leave this server</source>
        <translation>Diesen Server verlassen</translation>
    </message>
    <message>
        <location filename="../ui/work_page.py" line="160"/>
        <source>Console of the selected task</source>
        <translation>Konsole der gewählten Aufgabe</translation>
    </message>
</context>
<context>
    <name>Workspace</name>
    <message>
        <location filename="../core/workspace.py" line="122"/>
        <source>Creating project {name}</source>
        <translation>Projekt {name} wird angelegt</translation>
    </message>
    <message>
        <location filename="../core/workspace.py" line="128"/>
        <source>Deleting a project</source>
        <translation>Projekt wird gelöscht</translation>
    </message>
    <message>
        <location filename="../core/workspace.py" line="136"/>
        <source>Looking at the photos in {folder}</source>
        <translation>Fotos in {folder} werden geprüft</translation>
    </message>
    <message>
        <location filename="../core/workspace.py" line="395"/>
        <source>Uploading {name}</source>
        <translation>{name} wird hochgeladen</translation>
    </message>
    <message>
        <location filename="../core/workspace.py" line="174"/>
        <source>Cancelling {name}</source>
        <translation>{name} wird abgebrochen</translation>
    </message>
    <message>
        <location filename="../core/workspace.py" line="178"/>
        <source>Restarting {name}</source>
        <translation>{name} wird neu gestartet</translation>
    </message>
    <message>
        <location filename="../core/workspace.py" line="184"/>
        <source>Removing {name}</source>
        <translation>{name} wird entfernt</translation>
    </message>
    <message>
        <location filename="../core/workspace.py" line="295"/>
        <source>Adding {name} to the map</source>
        <translation>{name} wird zur Karte hinzugefügt</translation>
    </message>
    <message>
        <location filename="../core/workspace.py" line="114"/>
        <source>Removing cancelled uploads</source>
        <translation>Abgebrochene Uploads werden entfernt</translation>
    </message>
    <message>
        <location filename="../core/workspace.py" line="239"/>
        <source>Looking for interrupted uploads</source>
        <translation>Suche nach unterbrochenen Uploads</translation>
    </message>
    <message>
        <location filename="../core/workspace.py" line="276"/>
        <source>Discarding the upload of {name}</source>
        <translation>Hochladen von {name} wird verworfen</translation>
    </message>
    <message>
        <location filename="../core/workspace.py" line="461"/>
        <source>Connecting to {name}</source>
        <translation>Verbindung zu {name} wird hergestellt</translation>
    </message>
    <message>
        <location filename="../core/workspace.py" line="475"/>
        <source>Asking {name} what it is doing</source>
        <translation>{name} wird gefragt, was gerade läuft</translation>
    </message>
    <message>
        <location filename="../core/surveys.py" line="99"/>
        <source>{done} of {total} photos</source>
        <translation>{done} von {total} Fotos</translation>
    </message>
    <message>
        <location filename="../core/surveys.py" line="103"/>
        <source>{size}/s</source>
        <translation>{size}/s</translation>
    </message>
    <message>
        <location filename="../core/surveys.py" line="133"/>
        <source>{hours} h {minutes} min left</source>
        <translation>noch {hours} h {minutes} min</translation>
    </message>
    <message>
        <location filename="../core/surveys.py" line="134"/>
        <source>{minutes} min {seconds} s left</source>
        <translation>noch {minutes} min {seconds} s</translation>
    </message>
    <message>
        <location filename="../core/surveys.py" line="134"/>
        <source>{seconds} s left</source>
        <translation>noch {seconds} s</translation>
    </message>
    <message>
        <location filename="../core/surveys.py" line="155"/>
        <source>The upload was interrupted.</source>
        <translation>Das Hochladen wurde unterbrochen.</translation>
    </message>
    <message>
        <location filename="../core/surveys.py" line="155"/>
        <source>It can go on when QGIS runs again.</source>
        <translation>Es kann fortgesetzt werden, wenn QGIS wieder läuft.</translation>
    </message>
    <message>
        <location filename="../core/surveys.py" line="97"/>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <location filename="../core/surveys.py" line="108"/>
        <source>{count} could not be sent</source>
        <translation>{count} konnten nicht gesendet werden</translation>
    </message>
    <message>
        <location filename="../core/surveys.py" line="110"/>
        <source>all in one request, which cannot be paused or resumed</source>
        <translation>alles in einer Anfrage, die weder angehalten noch fortgesetzt werden kann</translation>
    </message>
    <message>
        <location filename="../core/workspace.py" line="306"/>
        <source>Downloading {asset} of {name}</source>
        <translation>Lade {asset} von {name} herunter</translation>
    </message>
    <message>
        <location filename="../core/workspace.py" line="313"/>
        <source>Exporting from {name}</source>
        <translation>Exportiere aus {name}</translation>
    </message>
</context>
<context>
    <name>_BusyPage</name>
    <message>
        <location filename="../ui/connect_page.py" line="248"/>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="251"/>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="277"/>
        <source>Cancelling…</source>
        <translation>Wird abgebrochen…</translation>
    </message>
</context>
</TS>

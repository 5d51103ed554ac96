<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1">
<context>
    <name>Actions</name>
    <message>
        <location filename="../ui/actions.py" line="110"/>
        <source>New &amp;task…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="111"/>
        <source>New &amp;project…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="112"/>
        <source>&amp;Add to map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="113"/>
        <source>&amp;Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="114"/>
        <source>Re&amp;start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="115"/>
        <source>Show c&amp;onsole</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="116"/>
        <source>Copy &amp;ID</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="117"/>
        <source>&amp;Remove…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="118"/>
        <source>Re&amp;fresh</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="146"/>
        <source>New project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="147"/>
        <source>Name of the project:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="188"/>
        <source>Remove the task “{name}” with its {photos} and all its results from the server?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="191"/>
        <source>Remove task</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="193"/>
        <source>Delete the project “{name}” ({tasks}) with all photos and results from the server?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="196"/>
        <source>Delete project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="205"/>
        <source>This cannot be undone. Layers on the map that show these results will stay empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="214"/>
        <source>No server is connected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="250"/>
        <source>Select a project or a task first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="244"/>
        <source>Select a task first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="222"/>
        <source>The server is still busy with the last request for this task.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="229"/>
        <source>There are no results before the task is completed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="235"/>
        <source>The task is over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="241"/>
        <source>The task has not ended yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/actions.py" line="252"/>
        <source>You have no permission to delete this project.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ActivityRow</name>
    <message>
        <location filename="../ui/activities.py" line="38"/>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/activities.py" line="39"/>
        <source>Cancel: {title}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/activities.py" line="74"/>
        <source>Cancelling…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConnectPage</name>
    <message>
        <location filename="../ui/connect_page.py" line="57"/>
        <source>or a server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="113"/>
        <source>Where shall your photos be processed?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="121"/>
        <source>Right here, with no server and no account. Your photos stay with you.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="122"/>
        <source>This computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="124"/>
        <source>Alt+T</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="132"/>
        <source>The local server is running.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="135"/>
        <source>&amp;Stop it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="157"/>
        <source>Saved servers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="160"/>
        <source>&amp;Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="166"/>
        <source>Forget this server and its log-in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="186"/>
        <source>&amp;Keep in QGIS&apos;s authentication database</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="189"/>
        <source>&amp;Connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="191"/>
        <source>&amp;Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="191"/>
        <source>&amp;User</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="191"/>
        <source>&amp;Password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="203"/>
        <source>Works with servers compatible with WebODM software.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="216"/>
        <source>Fill in address, user and password.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Connecting</name>
    <message>
        <location filename="../ui/connecting.py" line="79"/>
        <source>Looking at this computer…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/connecting.py" line="89"/>
        <source>Setting up this computer…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/connecting.py" line="89"/>
        <source>Starting the local server…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/connecting.py" line="153"/>
        <source>Connecting to {name}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/connecting.py" line="141"/>
        <source>Forget the server “{name}” and its log-in?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/connecting.py" line="142"/>
        <source>Nothing changes on the server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/connecting.py" line="143"/>
        <source>Forget server</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConsentDialog</name>
    <message>
        <location filename="../ui/consent_dialog.py" line="22"/>
        <source>Set up this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/consent_dialog.py" line="38"/>
        <source>To process photos without a server, Nadir sets up its own on this computer. It downloads the software once; your photos stay here and nothing is sent anywhere.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/consent_dialog.py" line="47"/>
        <source>Download:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/consent_dialog.py" line="47"/>
        <source>about {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/consent_dialog.py" line="48"/>
        <source>about {size}, {free} are free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/consent_dialog.py" line="49"/>
        <source>Disk space:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/consent_dialog.py" line="50"/>
        <source>Folder:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/consent_dialog.py" line="51"/>
        <source>none found that fits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/consent_dialog.py" line="52"/>
        <source>Python:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/consent_dialog.py" line="67"/>
        <source>&amp;Download and set up</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Console</name>
    <message>
        <location filename="../ui/console.py" line="31"/>
        <source>Console</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/console.py" line="37"/>
        <source>Nothing has been printed yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/console.py" line="40"/>
        <source>Close the console</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/console.py" line="56"/>
        <source>Console: {name}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DetailsDialog</name>
    <message>
        <location filename="../ui/notifier.py" line="71"/>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/notifier.py" line="75"/>
        <source>Technical details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/notifier.py" line="78"/>
        <source>&amp;Copy</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Layers</name>
    <message>
        <location filename="../core/layers/project.py" line="127"/>
        <source>Task</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/layers/make.py" line="100"/>
        <source>Heights from {low:.1f} m to {high:.1f} m, in colours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/layers/make.py" line="110"/>
        <source>The point cloud was not loaded: this QGIS was built without point clouds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/layers/make.py" line="110"/>
        <source>Use a QGIS from qgis.org.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/layers/make.py" line="116"/>
        <source>The point cloud was not loaded: QGIS could not read it from the server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/layers/make.py" line="116"/>
        <source>Try again; if it stays, restart the task.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/layers/make.py" line="123"/>
        <source>{points:,} points.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/layers/plan.py" line="47"/>
        <source>Orthophoto</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/layers/plan.py" line="48"/>
        <source>Surface model (DSM)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/layers/plan.py" line="49"/>
        <source>Terrain model (DTM)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/layers/plan.py" line="50"/>
        <source>Point cloud</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/layers/plan.py" line="148"/>
        <source>{task}: there is no {product}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/layers/plan.py" line="148"/>
        <source>Photos without a position give no georeferenced results; the task&apos;s console says more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/layers/plan.py" line="158"/>
        <source>{product} was not loaded: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/layers/plan.py" line="192"/>
        <source>The server knows no heights of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/layers/plan.py" line="192"/>
        <source>Restart the task, or download the file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/layers/plan.py" line="225"/>
        <source>this server does not offer it as EPT, the form that QGIS reads from a server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/layers/plan.py" line="225"/>
        <source>Download the point cloud from the server and open the file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/layers/plan.py" line="241"/>
        <source>its description on the server is damaged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/layers/plan.py" line="241"/>
        <source>Restart the task.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Nadir</name>
    <message>
        <location filename="../ui/notifier.py" line="151"/>
        <source>Something unexpected went wrong in Nadir.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/notifier.py" line="151"/>
        <source>Try again; if it stays so, please report it with the details.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/photo_summary.py" line="18"/>
        <source>{photos}, {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/photo_summary.py" line="24"/>
        <source>Other files, left out: {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/photo_summary.py" line="37"/>
        <source>Taken: {span}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/photo_summary.py" line="47"/>
        <source>Camera: {names}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/task_delegate.py" line="48"/>
        <source>loading…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/tree_model.py" line="299"/>
        <source>Processing time: {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="34"/>
        <source>Status {code}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="36"/>
        <source>{state} {percent}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="56"/>
        <source>Cancelling…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="57"/>
        <source>Removing…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="58"/>
        <source>Restarting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="59"/>
        <source>Resizing photos…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="60"/>
        <source>Importing…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="61"/>
        <source>Compacting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="63"/>
        <source>Busy…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="68"/>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="69"/>
        <source>Uploading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="70"/>
        <source>In the queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="71"/>
        <source>Processing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="72"/>
        <source>Failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="73"/>
        <source>Completed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="74"/>
        <source>Cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="75"/>
        <source>Unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="80"/>
        <source>{n} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../ui/wording.py" line="104"/>
        <source>%n photo(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="91"/>
        <source>No tasks yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../ui/wording.py" line="92"/>
        <source>%n task(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../ui/wording.py" line="98"/>
        <source>%n processing node(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="127"/>
        <source>{h} h {m:02d} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="129"/>
        <source>{m} min {s:02d} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/wording.py" line="130"/>
        <source>{s} s</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NadirDock</name>
    <message>
        <location filename="../ui/dock.py" line="180"/>
        <source>Uploading “{name}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/dock.py" line="188"/>
        <source>Adding “{name}” to the map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/dock.py" line="198"/>
        <source>“{name}” is completed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/dock.py" line="197"/>
        <source>Add to map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/dock.py" line="200"/>
        <source>the server gave no reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/dock.py" line="201"/>
        <source>“{name}” failed: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/dock.py" line="202"/>
        <source>Show console</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NadirProvider</name>
    <message>
        <location filename="../core/algorithms/provider.py" line="33"/>
        <source>Nadir drone mapping</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NewTaskDialog</name>
    <message>
        <location filename="../ui/new_task_dialog.py" line="60"/>
        <source>New task</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/new_task_dialog.py" line="90"/>
        <source>Folder of photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/new_task_dialog.py" line="91"/>
        <source>Choose a folder or drop one here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/new_task_dialog.py" line="102"/>
        <source>&amp;Terrain model (DTM): the bare ground</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/new_task_dialog.py" line="110"/>
        <source>&amp;Photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/new_task_dialog.py" line="112"/>
        <source>&amp;Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/new_task_dialog.py" line="113"/>
        <source>Pro&amp;ject</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/new_task_dialog.py" line="116"/>
        <source>Orthophoto and point cloud, always</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/new_task_dialog.py" line="122"/>
        <source>Makes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/new_task_dialog.py" line="160"/>
        <source>&amp;Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/new_task_dialog.py" line="167"/>
        <source>New project, named after the folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/new_task_dialog.py" line="239"/>
        <source>Looking at the photos…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/new_task_dialog.py" line="233"/>
        <source>Nadir looks at the photos before anything is sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/new_task_dialog.py" line="262"/>
        <source>Choose a folder of photos first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/new_task_dialog.py" line="264"/>
        <source>Give the task a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/new_task_dialog.py" line="100"/>
        <source>&amp;Surface model (DSM): with buildings and trees</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NodesFooter</name>
    <message>
        <location filename="../ui/nodes_footer.py" line="57"/>
        <source>Processing nodes: not known yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/nodes_footer.py" line="59"/>
        <source>No processing node available</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/nodes_footer.py" line="62"/>
        <source>{nodes} offline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/nodes_footer.py" line="80"/>
        <source>{n} in the queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/nodes_footer.py" line="64"/>
        <source>queue empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/nodes_footer.py" line="66"/>
        <source>{n} of {nodes} online, {waiting}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/nodes_footer.py" line="69"/>
        <source>{nodes} online, {waiting}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/nodes_footer.py" line="78"/>
        <source>{name}: offline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/nodes_footer.py" line="81"/>
        <source>{name}: online, {queue}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Notifier</name>
    <message>
        <location filename="../ui/notifier.py" line="106"/>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProcessPhotos</name>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="91"/>
        <source>Process photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="102"/>
        <source>drone,uav,photogrammetry,orthophoto,orthomosaic,dsm,dtm,point cloud,photos,images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="128"/>
        <source>Folder of photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="131"/>
        <source>Process on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="139"/>
        <source>Name of the task</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="143"/>
        <source>Products</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="147"/>
        <source>Add the products to the map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="152"/>
        <source>Folder of products</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="160"/>
        <source>Id of the task</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="177"/>
        <source>The algorithm was not prepared.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="193"/>
        <source>No product is chosen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="193"/>
        <source>Choose at least one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="228"/>
        <source>Looking at the photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="230"/>
        <source>Connecting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="235"/>
        <source>Downloading the products</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="267"/>
        <source>Uploading {count} photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="273"/>
        <source>Processing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="276"/>
        <source>The task did not complete: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="276"/>
        <source>The lines above say more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/algorithms/process_photos.py" line="291"/>
        <source>The task has no {product}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProjectTree</name>
    <message>
        <location filename="../ui/project_tree.py" line="43"/>
        <source>Drop a folder of drone photos here
or press New task.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/project_tree.py" line="86"/>
        <source>Projects and tasks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/project_tree.py" line="126"/>
        <source>Asking the server…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ThisComputer</name>
    <message>
        <location filename="../core/local/this_computer.py" line="55"/>
        <source>Looking at this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/local/this_computer.py" line="59"/>
        <source>Setting up the local server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/local/this_computer.py" line="59"/>
        <source>Starting the local server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/local/this_computer.py" line="105"/>
        <source>Reading the local server&apos;s log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/local/this_computer.py" line="109"/>
        <source>The local server stopped unexpectedly.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/local/this_computer.py" line="110"/>
        <source>Click This computer to start it again; finished work is kept.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WorkPage</name>
    <message>
        <location filename="../ui/work_page.py" line="65"/>
        <source>offline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/work_page.py" line="139"/>
        <source>Leave this server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/work_page.py" line="152"/>
        <source>Console of the selected task</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Workspace</name>
    <message>
        <location filename="../core/workspace.py" line="108"/>
        <source>Creating project {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/workspace.py" line="114"/>
        <source>Deleting a project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/workspace.py" line="122"/>
        <source>Looking at the photos in {folder}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/workspace.py" line="142"/>
        <source>Uploading {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/workspace.py" line="148"/>
        <source>Cancelling {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/workspace.py" line="152"/>
        <source>Restarting {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/workspace.py" line="158"/>
        <source>Removing {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/workspace.py" line="174"/>
        <source>Adding {name} to the map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/workspace.py" line="100"/>
        <source>Removing cancelled uploads</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_BusyPage</name>
    <message>
        <location filename="../ui/connect_page.py" line="246"/>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="249"/>
        <source>&amp;Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../ui/connect_page.py" line="275"/>
        <source>Cancelling…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>

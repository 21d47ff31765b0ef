course-title = Procedure
course-lead = The whole procedure, task by task: what is done, what is left, who must do it. Each task has its own page.
course-count = { $done ->
    [one] { $done } task done out of { $all }
   *[other] { $done } tasks done out of { $all }
}
course-filter = Show the tasks of
course-everyone = Everyone
course-nothing = Nothing here for this person.
course-spared = { $count ->
    [one] { $count } task that your establishment can skip
   *[other] { $count } tasks that your establishment can skip
}
course-reminders = No answer for a long time: a reminder is proposed for
course-remind-on = Reminder proposed from { $day }
course-answers = Your answers
course-answers-lead = They decide on the tasks above. You can change them at any time: the page says what changes with them.
course-no-answer = No answer yet
course-give = A sheet for each person
course-give-lead = Everyone gets their tasks, where these stand and the useful addresses, to print or to send.
course-more = Forms, people, documents
course-remind-after = Propose a reminder after (working days)
course-remind-hint = You choose this delay: the ANS gives none.
course-remind-wrong = give a number of days between 1 and 250.

task-back = Overall process
task-who = Who: { $who }
task-blocked-by = First:
task-due = No answer: a reminder is due since { $day }.
task-here = Here and now
task-steps = Steps
task-documents = Documents
task-addresses = Addresses and contacts
task-landmarks = Where to find it:
task-practice = Worth knowing, beside the procedure.
task-record = Where does this task stand?
task-powers = What the mandate allows
task-source = Based on:
task-service = To give for each order in

status-does-not-apply = Not needed
status-occasion = If the need arises
status-blocked = Blocked
status-to-do = To do
status-in-progress = Begun on { $day }
status-waiting = Waiting for an answer, sent on { $day }
status-done = Done
status-done-on = Done on { $day }

mark-begun = Begun on
mark-sent = Sent on
mark-reminded = Reminder sent on
mark-done = Finished on
mark-begin = I am starting
mark-send = It is sent
mark-remind = I sent a reminder
mark-answered = The answer has come: finished
mark-finish = It is done
marks-by-itself = Where this task stands follows from your answers and the dossier: there is nothing to tick.
marks-date = Date
marks-no-date = give a complete date: day, month, year.
marks-date-ahead = this date is in the future. Record what is already done.
marks-by = Your name, for the journal
marks-by-hint = Optional. It stands in the journal of the dossier, beside what you record.
marks-remove = Remove
marks-remove-label = Remove: { $mark }
day-today = today
day-ahead = { $days ->
    [one] in { $days } day
   *[other] in { $days } days
}
day-ago = { $days ->
    [one] { $days } day ago
   *[other] { $days } days ago
}
list-or = {" or "}
colon = {": "}

question-place = Question { $number } of { $all }
question-answer = Your answer
question-continue = Continue
question-choose = choose an answer.
question-follows = What follows
question-changes = What this change brings
question-needed = To do:
question-not-needed = Not needed:
question-nothing = No task changes.
question-spared = Your other answers make this question pointless. An answer given here counts only if it is asked again.

document-contrat = Membership contract
document-101 = Form 101
document-301 = Form 301
document-413 = Form 413
document-502 = Form 502
document-guide-plateforme = Guide to the platform
document-guide-csr = Procedure for making a CSR
form-used = This form is used for:
form-path = Find it on the ANS website
form-path-lead = Open the page, then make these choices in this order.
form-section = Part of the page
form-profile = Your profile
form-structure = Your structure
form-product = Your product
form-rubric = Entry to select
form-no-text = The procedure prescribes no text for this form.
form-prescribed = Texts to copy exactly
form-413-use = Part 4 of the form. Both texts go into the same field, one after the other:
form-413-project = The two texts do not end in quite the same way: the document has it so, copy each as it is.
form-413-types = Then the box to tick:
form-413-box = Box to tick
form-identity = Usually asked for
form-identity-lead = What such forms generally ask, as far as the dossier knows it. The form itself decides.
form-unknown = Not in the dossier yet:
print-sheet = Print this sheet

people-title = People
people-lead = The names stand on the task list, the sheets and the messages. They stay in the dossier.
people-name = First name and family name
people-name-hint = Several people: separate them by commas.
people-mail = E-mail address
people-mail-of = E-mail address – { $role }
people-mail-wrong = the @ sign is missing in this address.
people-kept = What the dossier keeps of people
people-kept-lines =
    Names and addresses typed here, to tell who does what and prepare forms and messages; in the journal, the name of whoever acts. All of it is optional.
    No telephone, no card number: what a card says is shown and forgotten; only a button enters its holder’s name here.
    To correct: above. To erase: below; the journal keeps the act and forgets the name.
    Files, sheets, exports and messages made before keep the names: delete them yourself.
    Erased without the passphrase having been typed, a name stays in the sealed copy in the file (scelle/) until the next seal: verify the dossier, then save it.
people-erase = Erase { $name }
people-erase-confirm = Erase { $name } from the dossier? This cannot be undone. The journal keeps the act and forgets the name.

sheet-title = Sheet: { $role }
sheet-save = Save this sheet
sheet-lead = As of { $day }

report-title = State of the dossier
report-print = Print the state of the dossier
report-unknown = Not known yet
report-task = Task
report-who = Who
report-state = State
report-certificates = Certificates
report-request = Request made on { $time }, key { $key }

letter-title = Message to send
letter-title-reminder = Reminder to send
letter-french = The message is in French, as its reader is. Change it if needed. Once it is sent, record it below.
letter-needs-name = The message will be complete once the establishment is described:
letter-to = Recipient
letter-subject = Subject
letter-body = Text
letter-to-attach = To attach
letter-mail = Open in your mail program
letter-mail-hint = You have to add the attachments yourself.
letter-on-form = The address to send it to is printed on the form. For a question:
letter-to-vendor = Your software vendor. If the vendor has a question:

copy = Copy
copy-label = Copy: { $label }
copy-done = Copied
copy-failed = Selected: copy with the keyboard

address-cards-desk = Customer service, cards
address-certificates-desk = Customer service, certificates
address-vendors-desk = Support for vendors
address-telephone = Customer service, telephone (€0.06 per minute + price of the call)
address-orders = Orders, on the ANS website
address-card-orders = Cards, on the ANS website
address-tom = TOM online service
address-industry-space = ANS space for industry
address-platform = IGC-Santé platform
address-order = Ordering on the platform
address-intermediate = Certificate of the intermediate authority

next-answer = Answer: { $question }
next-await = Wait for the answer: { $task }
next-finished = All is done: see the procedure
journal-by = By
journal-export = Export the journal (CSV)
event-answered = Answer: { $question } { $answer }
event-marked = { $task } – { $mark } { $day }
event-unmarked = { $task } – removed: { $mark }
home-overview = See the whole procedure
home-direct = Only make the keys and requests (CSR)

/** Folders, files and rights. */
export const files = {
  "files.absent": "This file or folder is not there (any more), or you may not see it. Go back to your folders.",
  "files.only_reading": "You may only read in this folder. Ask an owner of the folder to let you write.",
  "files.owner_needed": "Only an owner of this folder can do that. The folder’s rights say who that is.",
  "files.name_wrong": "A file or folder can’t have this name. Choose one without / and of at most 255 characters.",
  "files.name_taken": "Something here already has this name. Choose another one.",
  "files.changed_meanwhile":
    "Somebody has changed this in the meantime. Look at the newest version and then try again.",
  "files.is_folder": "This is a folder. Choose a file, or download the folder as a zip.",
  "files.is_file": "This is a file. Choose a folder.",
  "files.too_deep": "Folders can be at most 64 deep. Put this folder higher up.",
  "files.into_itself": "A folder can’t go into itself. Choose another folder.",
  "files.root_stays": "This folder stays where it is and keeps its name. What is in it can be moved.",
  "files.own_stays": "Your own folder is not shared. Make a shared folder, or put the file into one that is shared.",
  "files.too_many_at_once": "That is more than {limit} files and folders at once. Do it in parts.",
  "files.last_owner":
    "A folder always has at least one member as its owner, without an end date. Name another owner first.",
  "files.until_past": "The end date is over already. Choose a day that is still to come.",
  "files.subject_absent": "This member or group is not there (any more). Reload the page and choose again.",
  "files.has_own_rights": "This folder has rights of its own already. Change those at the folder itself.",
  "files.locked": "{who} has this file open in a program at the moment. Wait until it is closed, or ask.",
  "files.lock_absent": "This lock is not there any more. Open the file again.",
  "files.properties_too_many": "This file has too many properties of programs already, or this one is too long.",
  "files.conflict_word": "conflicting copy",
  "files.batch_wrong": "The files did not come across well. What is in already is there. Send the rest again.",
  "files.file_too_large": "A file may be at most {limitBytes:size}.",
  "files.moment_wrong": "Choose a moment in the past, after the folder was made.",
  "files.second_factor_needed": "This folder asks for a code from your phone first. Fill it in and then go on.",
  "files.paused":
    "This device suddenly changes very much and was therefore paused. See in Zegel under Files what happened, and let it go on there.",
  "files.too_large_to_compare":
    "These versions are too large to be laid side by side here, or they are no text. Download them to compare them.",
  "identity.group_absent": "This group is not there (any more). Reload the page.",
  "identity.group_name_taken": "There already is a group with this name. Choose another one.",
} as const;
